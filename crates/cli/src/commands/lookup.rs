//! Publishing a listing, and finding whose wallet it is.

use mien_store::Decision;
use mien_wallet::{LookUp, PUBLISH_TEXT, Wallet, WalletError};

use crate::args::{FindArgs, PublishArgs};
use crate::context::{get_ready, scan_inputs};
use crate::prompt::{Answer, Answers};
use crate::report::Report;

pub(super) fn publish(wallet: &Wallet, args: &PublishArgs) -> anyhow::Result<Report> {
    let decision = if args.agree {
        Decision::Given
    } else {
        eprintln!("{PUBLISH_TEXT}\n");
        match Answers::from_flag(args.scan.pin_stdin).agree("Do you agree?")? {
            Answer::Yes => Decision::Given,
            Answer::No => Decision::Declined,
            Answer::NotAsked => return Err(WalletError::NotPublished.into()),
        }
    };
    wallet.consent_to_publish(decision)?;
    let published = wallet.publish(&scan_inputs(wallet, &args.scan)?, &args.file)?;
    let text = format!(
        "Wrote {} ({} bytes). A scan of your face finds {} with it.",
        args.file.display(),
        published.bytes,
        published.address
    );
    Report::new(text, &published)
}

pub(super) fn find(wallet: &Wallet, args: &FindArgs) -> anyhow::Result<Report> {
    let camera = std::slice::from_ref(&args.camera);
    let result = wallet.find(&args.records, camera, &get_ready())?;
    Report::new(text(&result), &result)
}

fn text(result: &LookUp) -> String {
    let passed_over = match result.unreadable {
        0 => String::new(),
        n => format!("\n{n} other files were passed over"),
    };
    match &result.found {
        Some(found) => format!(
            "Address       {}\nFile          {}\nMargin        {:.1}° ± {:.1}°{passed_over}\n\nA resembling face opens it too, and so does a photograph: ask before you pay.",
            found.address,
            found.file.display(),
            found.margin_degrees,
            found.margin_plus_minus
        ),
        None => format!(
            "Nobody: none of {} published files opens with this face.{passed_over}",
            result.searched
        ),
    }
}
