//! When does the server end, and how?

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{process, thread};

/// How often the client's process is looked for.
const PERIOD: Duration = Duration::from_secs(3);

/// How long the last answers may take to leave after `exit`: a client that no longer reads must not keep us.
const GRACE: Duration = Duration::from_secs(5);

/// What decides about the end.
#[derive(Default)]
pub(super) struct Lifecycle {
    was_shut_down: AtomicBool,
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

    /// Ends the process if it has not ended by itself within the time of grace. Blocks.
    pub(super) fn end_at_last(&self) {
        thread::sleep(GRACE);
        process::exit(self.exit_status().into());
    }

    /// Watches the client's process from now on, in a thread of its own, and ends ours with it.
    ///
    /// A process that cannot be seen even now is not watched: a client outside this container has a number from another
    /// one. A number that is given to a new process soon after the client's death goes unnoticed; then the end of
    /// standard input ends the server, as it nearly always does.
    pub(super) fn watch(self: &Arc<Self>, client: Option<u32>) {
        let Some(client) = client else { return };
        let lifecycle = Arc::clone(self);
        let watching = thread::Builder::new().name("watch".to_owned()).spawn(move || {
            if !is_alive(client) {
                return;
            }
            while is_alive(client) {
                thread::sleep(PERIOD);
            }
            tracing::warn!("the client's process {client} is gone");
            process::exit(lifecycle.exit_status().into());
        });
        if let Err(err) = watching {
            tracing::warn!("the client's process is not watched: {err}");
        }
    }
}

/// Whether the process runs. A dead one that its parent has not collected yet does not.
#[cfg(target_os = "linux")]
fn is_alive(client: u32) -> bool {
    // The state is the first word behind the name, which stands in parentheses and may hold anything.
    match std::fs::read_to_string(format!("/proc/{client}/stat")) {
        Ok(stat) => !stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with(['Z', 'X'])),
        Err(_) => false,
    }
}

/// Whether the process runs. `ps` sees the processes of other users as well, which `kill -0` does not, and asking the
/// system itself would need unsafe code.
#[cfg(all(unix, not(target_os = "linux")))]
fn is_alive(client: u32) -> bool {
    match process::Command::new("ps").args(["-o", "state=", "-p", &client.to_string()]).output() {
        Ok(output) => output.status.success() && !output.stdout.trim_ascii_start().starts_with(b"Z"),
        // Without `ps` nothing is known, and a server that stays is better than one that leaves.
        Err(_) => true,
    }
}

/// On Windows a client's death closes the pipe, which ends the server; asking would need unsafe code or `tasklist`.
#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}
