//! What a job is given lies with a broker: nothing that is secret, nothing that JSON has no word for.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

use std::fs;
use std::process::Command;

use tempfile::TempDir;

const PROTO: &str = r#"syntax = "proto3";
package shop.v1;

// Sums up.
service Reports {
  // Begins a report.
  rpc BeginReport(BeginReportRequest) returns (BeginReportResponse);
  // Tells of one.
  rpc GetReport(GetReportRequest) returns (GetReportResponse);
}

message BeginReportRequest {
  int32 year = 1;
  string api_key = 2;
  bytes logo = 3;
}

message BeginReportResponse {
  string job_id = 1;
}

message GetReportRequest {
  string job_id = 1;
}

message GetReportResponse {
  string state = 1;
  string error = 2;
}
"#;

const TOPOLOGY: &str = "\
system: shop
services:
  reports:
    grpc: shop.v1.Reports
    http: [\"POST /keys/{api_key}/reports/{year}\"]
    endpoints:
      BeginReport: {starts: report}
      GetReport: {result: report}
      POST /keys/{api_key}/reports/{year}: {starts: report}
    jobs:
      report: {result: true}
data:
  secret: [shop.v1.BeginReportRequest.api_key]
";

#[test]
fn a_job_is_given_no_secret_and_its_outcome_fills_the_reply() {
    let use_cases = generated("services/reports/src/shop_reports/services/reports.py");
    let handed_over: Vec<&str> = use_cases
        .split("self._jobs.submit(")
        .skip(1)
        .map(|text| text.split("        )").next().unwrap_or(text))
        .collect();
    assert_eq!(handed_over.len(), 2, "{use_cases}");
    assert!(handed_over[0].contains("\"year\": request.year,"), "{use_cases}");
    assert!(handed_over[1].contains("\"year\": year,"), "{use_cases}");
    for given in handed_over {
        assert!(!given.contains("api_key") && !given.contains("logo"), "{use_cases}");
    }
    for filled in ["job_id=job_id", "state=outcome.state", "error=outcome.error"] {
        assert!(use_cases.contains(filled), "{filled}: {use_cases}");
    }
}

fn generated(path: &str) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let protos = folder.path().join("proto/shop/v1");
    fs::create_dir_all(&protos).expect("a folder");
    fs::write(protos.join("reports.proto"), PROTO).expect("it can be written");
    fs::write(folder.path().join("topology.yaml"), TOPOLOGY).expect("it can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_scaffold"))
        .arg("-C")
        .arg(folder.path())
        .arg("generate")
        .output()
        .expect("the binary starts");
    let said = String::from_utf8_lossy(&output.stderr);
    fs::read_to_string(folder.path().join(path)).unwrap_or_else(|error| panic!("{error}: {said}"))
}
