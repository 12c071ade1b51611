//! A signing session: commands from standard input, one a line.

use std::io::{BufRead, IsTerminal};
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use mien_keeper::protocol::MemoryLock;
use mien_wallet::{SessionLimits, SessionState, SigningSession, Wallet};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::{send, sign};
use crate::args::{SessionArgs, SessionCommand, SessionLine};
use crate::context::{network, scan_inputs};
use crate::report::{Report, print_error};

/// How often is looked whether the session has ended meanwhile.
const LOOK: Duration = Duration::from_millis(300);

pub(super) async fn session(
    wallet: &Wallet,
    args: &SessionArgs,
    json: bool,
) -> anyhow::Result<Report> {
    let network = network(wallet, &args.network).await?;
    let limits = SessionLimits {
        // What is too long for the number is too long for a session.
        seconds: u32::try_from(args.time.as_secs()).unwrap_or(u32::MAX),
        signatures: args.max,
    };
    let inputs = scan_inputs(wallet, &args.scan)?;
    let session = wallet.open_session(&network, limits, &inputs).await?;
    // The scan is over; so is what it was made with.
    drop(inputs);
    eprintln!(
        "Open on {} (chain id {}) for {} or {} signatures. Type `help`, or `close`.",
        network.name(),
        network.chain_id(),
        args.time,
        args.max
    );
    if session.memory() == MemoryLock::Limited {
        eprintln!(
            "Note: the system does not let this process keep the face share out of swap; use encrypted swap or none."
        );
    }
    let ended = commands(wallet, &session, json).await;
    let state = wallet.close_session(&session)?;
    ended?;
    Report::new(format!("Closed after {} signatures.", state.signed), state)
}

/// Carries out line after line until the session or the input ends. At a
/// terminal a command that fails does not end it; in a script it does.
async fn commands(wallet: &Wallet, session: &SigningSession, json: bool) -> anyhow::Result<()> {
    let interactive = std::io::stdin().is_terminal();
    let mut lines = lines();
    while let Some(line) = next(session, &mut lines).await {
        let done = one(wallet, session, &line?).await;
        match done {
            Ok(Some(report)) => report.print(json),
            Ok(None) => return Ok(()),
            Err(e) if interactive => print_error(&e, json),
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// The lines of standard input. Read by a thread of its own, so that the session
/// can end while nobody types.
fn lines() -> UnboundedReceiver<std::io::Result<String>> {
    let (to, from) = unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if to.send(line).is_err() {
                return;
            }
        }
    });
    from
}

/// The next line that says something; nothing when the session or the input has
/// ended.
async fn next(
    session: &SigningSession,
    lines: &mut UnboundedReceiver<std::io::Result<String>>,
) -> Option<std::io::Result<String>> {
    loop {
        if session.state().left == 0 || crate::progress::stopped() {
            return None;
        }
        match tokio::time::timeout(LOOK, lines.recv()).await {
            Err(_) => {}
            Ok(Some(Ok(line))) if line.trim().is_empty() || line.trim().starts_with('#') => {}
            Ok(line) => return line,
        }
    }
}

/// Carries out one line; nothing for `close`.
async fn one(
    wallet: &Wallet,
    session: &SigningSession,
    line: &str,
) -> anyhow::Result<Option<Report>> {
    let words = shlex::split(line).context("a quotation mark is not closed in this line")?;
    let parsed = match SessionLine::try_parse_from(words) {
        Ok(parsed) => parsed,
        // Help comes this way too.
        Err(e) if !e.use_stderr() => return Report::new(e.to_string(), ()).map(Some),
        Err(e) => anyhow::bail!("{}", e.to_string().trim_end()),
    };
    let report = match parsed.command {
        SessionCommand::Send(order) => {
            let to = wallet.recipient(&order.to)?;
            let plan = send::plan(wallet, session.network(), &to, &order).await?;
            send::review(&plan, &send::shown_name(&to));
            send::report(&wallet.send_in_session(&plan, session).await?)?
        }
        SessionCommand::TypedData { file, account } => {
            sign::review(&wallet.read_typed_data(&file)?);
            let signed = tokio::task::block_in_place(|| {
                wallet.sign_typed_data_in_session(account, &file, session)
            })?;
            Report::new(sign::text(&signed), &signed)?
        }
        SessionCommand::Status => {
            let state = session.state();
            Report::new(status(state), state)?
        }
        SessionCommand::Close => return Ok(None),
    };
    Ok(Some(report))
}

fn status(state: SessionState) -> String {
    format!(
        "{} signed, {} left, {} s left",
        state.signed, state.left, state.seconds_left
    )
}
