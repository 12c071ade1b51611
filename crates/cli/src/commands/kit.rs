//! The recovery kit.

use mien_keeper::KitForm;
use mien_wallet::{KitInfo, Wallet};
use serde_json::json;

use crate::args::KitCommand;
use crate::report::Report;

pub(super) fn kit(wallet: &Wallet, command: &KitCommand) -> anyhow::Result<Report> {
    match command {
        KitCommand::Export { file, qr } => {
            let mut lines = Vec::new();
            for (form, path) in [(KitForm::File, file), (KitForm::QrPicture, qr)] {
                if let Some(path) = path {
                    wallet.export_kit(form, path)?;
                    lines.push(format!("Wrote {}", path.display()));
                }
            }
            lines.push("Keep it where this device is not. With a photograph of you (and your PIN) it opens your wallet.".to_owned());
            Report::new(lines.join("\n"), json!({ "file": file, "qr": qr }))
        }
        KitCommand::Import { kit } => {
            let info = wallet.import_kit(kit)?;
            Report::new("Imported. Prove it with `mien drill`.", &info)
        }
        KitCommand::Refuse { words } => {
            wallet.refuse_kit_copy(words)?;
            let text = "Noted. If this device is lost, the wallet is lost with it.";
            Report::new(text, json!({ "kit_copy": "refused" }))
        }
        KitCommand::Show { kit: Some(path) } => {
            let info = wallet.inspect_kit(path)?;
            Report::new(info_text(&info), &info)
        }
        KitCommand::Show { kit: None } => {
            wallet.draw_kit()?;
            Report::new("", json!({ "drawn": true }))
        }
    }
}

fn info_text(info: &KitInfo) -> String {
    let yes = |b: bool| if b { "yes" } else { "no" };
    format!(
        "Address       {}\nPIN           {}\nPaper phrase  {}\nRenewed       {} times\nModel pack    {}\nLength        {} bytes",
        info.address,
        yes(info.pin),
        yes(info.phrase),
        info.generation,
        info.pack,
        info.bytes
    )
}
