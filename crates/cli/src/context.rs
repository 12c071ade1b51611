//! What every command needs: the wallet, where models and tools are, answers.

use std::path::Path;
use std::sync::Arc;

use mien_camera::CameraSpec;
use mien_chain::Network;
use mien_identity::{IdentityError, Pin};
use mien_keeper::protocol::MemoryLock;
use mien_keeper::{KeeperCommand, PinUse};
use mien_wallet::{Home, Prepare, ScanInputs, Wallet, WalletError};

use crate::args::{Cli, NetworkArgs, ScanArgs};
use crate::progress::Progress;
use crate::prompt::Answers;

/// Opens the wallet that the command line names.
///
/// # Errors
/// No home directory, no models folder, or a database that cannot be opened.
pub(crate) fn open_wallet(cli: &Cli, keeper: &KeeperCommand) -> anyhow::Result<Wallet> {
    let home = Home::find(cli.home.clone())?;
    let models = cli
        .models
        .clone()
        .unwrap_or_else(mien_wallet::install::models);
    Ok(Wallet::open(
        home,
        keeper.clone(),
        models,
        Arc::new(Progress::new()),
    )?)
}

/// The network that is named, or the chosen one.
///
/// # Errors
/// An unknown name, or a devnet that is not running.
pub(crate) async fn network(wallet: &Wallet, args: &NetworkArgs) -> anyhow::Result<Network> {
    let name = match &args.network {
        Some(name) => name.clone(),
        None => wallet.current_network()?,
    };
    Ok(wallet.network(&name, args.rpc_url.as_deref()).await?)
}

/// Cameras, PIN and tries for a scan of the wallet here; the PIN is asked for
/// only if the wallet has one.
///
/// # Errors
/// No wallet here, or an answer that could not be had.
pub(crate) fn scan_inputs(wallet: &Wallet, scan: &ScanArgs) -> anyhow::Result<ScanInputs> {
    let answers = Answers::from_flag(scan.pin_stdin);
    let status = wallet.identity()?.status;
    if status.memory == MemoryLock::Limited {
        eprintln!(
            "Note: the system's limit on locked memory (ulimit -l) does not let the keeper keep its memory out of swap; use encrypted swap or none."
        );
    }
    let pin = match status.pin {
        PinUse::Required => Some(answers.pin("PIN or passphrase")?),
        PinUse::FaceOnly => None,
    };
    Ok(inputs(scan, pin))
}

/// The same with a PIN that was asked for already.
pub(crate) fn inputs(scan: &ScanArgs, pin: Option<Pin>) -> ScanInputs {
    ScanInputs {
        cameras: scan.camera.clone(),
        prepare: Arc::new(GetReady(Answers::from_flag(scan.pin_stdin))),
        pin: pin.map(Arc::new),
        tries: scan.tries,
    }
}

/// Asks the person to get ready, without a wallet.
pub(crate) fn get_ready() -> impl Prepare {
    GetReady(Answers::Terminal)
}

/// Asks the person to get ready before a capture with a real camera.
struct GetReady(Answers);

impl Prepare for GetReady {
    fn prepare(&self, number: usize, spec: &CameraSpec) -> Result<(), IdentityError> {
        if matches!(spec, CameraSpec::Photo(_)) {
            return Ok(());
        }
        let words = match number {
            1 => "Look into the camera and turn your head slowly a little to each side.",
            _ => "Another capture: change the light or your place, then look into the camera.",
        };
        eprintln!("{words}");
        if number > 1 && self.0 == Answers::Terminal {
            let ready = self.0.line("press Enter when ready").map(|_| ());
            return ready.map_err(|_| IdentityError::Cancelled);
        }
        Ok(())
    }
}

/// An error about a file.
pub(crate) fn file_error(path: &Path, reason: &str) -> anyhow::Error {
    WalletError::File {
        path: path.display().to_string(),
        reason: mien_keeper::FileFault::Other(reason.to_owned()),
    }
    .into()
}
