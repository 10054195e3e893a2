//! What does the user see of work that takes its time?

use tower_lsp::Client;
use tower_lsp::ls_types::{NumberOrString, ProgressToken};

use super::diagnostics::SOURCE;
use super::scan::Progress;

/// The client's notification that the user does not want a work any more.
pub(super) const CANCEL: &str = "window/workDoneProgress/cancel";

/// What the scan of this number is shown under.
pub(super) fn token(scan: u32) -> ProgressToken {
    NumberOrString::String(format!("{SOURCE}/scan/{scan}"))
}

/// Shows how far a scan is, until it is over. Of what is too fast to be read, the newest is shown.
pub(super) async fn show(client: Client, scan: u32, mut progress: Progress) {
    let token = token(scan);
    if let Err(err) = client.create_work_done_progress(token.clone()).await {
        return tracing::warn!("the client does not show progress: {err}");
    }
    let shown = client.progress(token, SOURCE).with_percentage(0).with_cancel_button().begin().await;
    let mut last = 0;
    // The scanner drops its side when it is done.
    while progress.changed().await.is_ok() {
        let (done, found) = *progress.borrow_and_update();
        let percentage = u32::try_from(100 * done / found.max(1)).unwrap_or(100);
        if percentage > last {
            last = percentage;
            shown.report_with_message(format!("{done}/{found}"), percentage, Some(true)).await;
        }
    }
    shown.finish().await;
}
