#!/usr/bin/env bash
# install.sh DIR UV: what judge.sh needs from PyPI and Debian, at pinned versions, below DIR; npm's part is there already.
set -euo pipefail
kit=$(cd "$(dirname "$0")" && pwd)
uv=$2
mkdir -p "$1/deb"
cd "$1"
export UV_PYTHON_DOWNLOADS=never
"$uv" venv -q --clear py
"$uv" pip install -q --python py/bin/python -r "$kit/requirements.txt"
"$uv" venv -q --clear ck
"$uv" pip install -q --python ck/bin/python -r "$kit/requirements-checkov.txt"
# promtool, unpacked and not installed, so that no server starts.
if ! command -v promtool >/dev/null; then
  cd deb
  apt-get download -q prometheus >/dev/null
  dpkg-deb -x prometheus_*.deb .
fi
