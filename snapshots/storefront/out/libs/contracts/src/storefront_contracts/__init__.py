"""What services take and answer, as their contracts say it."""
