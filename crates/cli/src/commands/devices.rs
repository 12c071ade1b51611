//! Cameras and models.

use mien_camera::CameraSpec;
use mien_face::{Analyzer, Pack};
use mien_keeper::KeeperCommand;
use mien_wallet::Wallet;
use serde_json::json;

use crate::args::{CameraCommand, Cli};
use crate::context::open_wallet;
use crate::report::Report;

pub(super) fn camera(
    cli: &Cli,
    keeper: &KeeperCommand,
    command: &CameraCommand,
) -> anyhow::Result<Report> {
    match command {
        CameraCommand::List => {
            let devices = mien_camera::list_devices()?;
            let lines: Vec<String> = devices
                .iter()
                .map(|d| format!("{}  {}", d.index, d.name))
                .collect();
            let text = if lines.is_empty() {
                "No camera was found. Plug one in, or use photographs with --camera photo:PATH"
                    .to_owned()
            } else {
                lines.join("\n")
            };
            let data: Vec<_> = devices
                .iter()
                .map(|d| json!({ "index": d.index, "name": d.name }))
                .collect();
            Report::new(text, data)
        }
        CameraCommand::Check { camera } => check(&open_wallet(cli, keeper)?, camera),
    }
}

/// What the wallet thinks of a few frames.
fn check(wallet: &Wallet, spec: &CameraSpec) -> anyhow::Result<Report> {
    const FRAMES: usize = 5;
    let mut analyzer = Analyzer::new(&wallet.pack()?);
    let mut source = wallet.open_camera(spec, FRAMES)?;
    let mut verdicts = Vec::new();
    for _ in 0..FRAMES {
        let frame = source.next_frame()?;
        let words = analyzer.analyze(&frame)?.verdict.reason().map_or_else(
            || "good".to_owned(),
            |reason| format!("{}: {reason}", reason.name()),
        );
        verdicts.push(words);
    }
    Report::new(verdicts.join("\n"), json!({ "frames": verdicts }))
}

pub(super) fn models(wallet: &Wallet) -> anyhow::Result<Report> {
    let installed = Pack::installed(wallet.models())?;
    let mut lines = Vec::new();
    let mut data = Vec::new();
    for entry in &installed {
        // Loading checks the hash of every file.
        let pack = Pack::load_manifest(wallet.models(), &entry.manifest)?;
        lines.push(format!(
            "{}  {}  every file is as pinned",
            entry.name,
            pack.id()
        ));
        data.push(json!({ "name": entry.name, "id": pack.id().to_string(), "dimension": pack.dimension() }));
    }
    anyhow::ensure!(
        !installed.is_empty(),
        "no model pack in {}; run `make setup`",
        wallet.models().display()
    );
    Report::new(lines.join("\n"), data)
}
