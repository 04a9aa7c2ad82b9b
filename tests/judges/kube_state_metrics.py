"""What kube-state-metrics 2 exposes of the objects that are generated, as its documentation lists it: metrics and labels."""

OF_CRON_JOBS = {"namespace", "cronjob"}
METRICS = {
    "kube_cronjob_created": OF_CRON_JOBS,
    "kube_cronjob_status_active": OF_CRON_JOBS,
    "kube_cronjob_status_last_schedule_time": OF_CRON_JOBS,
    "kube_cronjob_status_last_successful_time": OF_CRON_JOBS,
}
