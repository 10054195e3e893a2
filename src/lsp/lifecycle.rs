//! When does the server end, and how?

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

/// How often the client's process is looked for.
const PERIOD: Duration = Duration::from_secs(3);

/// What decides about the end.
#[derive(Default)]
pub(super) struct Lifecycle {
    was_shut_down: AtomicBool,
    client_is_gone: Arc<Notify>,
}

impl Lifecycle {
    /// Notes `shutdown`.
    pub(super) fn shut_down(&self) {
        self.was_shut_down.store(true, Ordering::Relaxed);
    }

    /// How the process ends: 0 after `shutdown`, else 1.
    pub(super) fn exit_status(&self) -> u8 {
        u8::from(!self.was_shut_down.load(Ordering::Relaxed))
    }

    /// Watches the client's process from now on; to be called inside the runtime.
    ///
    /// A process that cannot be seen even now is not watched: a client outside this container has a number from another
    /// one. A number that is given to a new process soon after the client's death goes unnoticed; then the end of
    /// standard input ends the server, as it nearly always does.
    pub(super) fn watch(&self, process: Option<u32>) {
        let Some(process) = process else { return };
        let gone = Arc::clone(&self.client_is_gone);
        tokio::spawn(async move {
            if !is_alive(process).await {
                return;
            }
            while is_alive(process).await {
                tokio::time::sleep(PERIOD).await;
            }
            tracing::warn!("the client's process {process} is gone");
            gone.notify_one();
        });
    }

    /// Returns when the client's process is gone; never without `watch`.
    pub(super) async fn client_gone(&self) {
        self.client_is_gone.notified().await;
    }
}

/// Whether the process runs. A dead one that its parent has not collected yet does not.
#[cfg(target_os = "linux")]
async fn is_alive(process: u32) -> bool {
    // The state is the first word behind the name, which stands in parentheses and may hold anything.
    match std::fs::read_to_string(format!("/proc/{process}/stat")) {
        Ok(stat) => !stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with(['Z', 'X'])),
        Err(_) => false,
    }
}

/// Whether the process runs. `ps` sees the processes of other users as well, which `kill -0` does not, and asking the
/// system itself would need unsafe code.
#[cfg(all(unix, not(target_os = "linux")))]
async fn is_alive(process: u32) -> bool {
    let ask = move || std::process::Command::new("ps").args(["-o", "state=", "-p", &process.to_string()]).output();
    match tokio::task::spawn_blocking(ask).await {
        Ok(Ok(output)) => output.status.success() && !output.stdout.trim_ascii_start().starts_with(b"Z"),
        // Without `ps` nothing is known, and a server that stays is better than one that leaves.
        Ok(Err(_)) | Err(_) => true,
    }
}

/// On Windows a client's death closes the pipe, which ends the server; asking would need unsafe code or `tasklist`.
#[cfg(not(unix))]
async fn is_alive(_: u32) -> bool {
    true
}
