//! Making, rehearsing, renewing, recovering and forgetting a wallet.

use mien_identity::{Confirmed, IdentityError, PaperPhrase, PhraseDesk};
use mien_keeper::PinUse;
use mien_store::Decision;
use mien_wallet::{
    CONSENT_TEXT, Drill, Enrolled, PhraseWish, Recovered, Renewed, Wallet, WalletError,
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::args::{
    EnrolArgs, ForgetArgs, PhraseChoice, PinCommand, RecoverArgs, RenewArgs, ScanArgs,
};
use crate::context::{inputs, scan_inputs};
use crate::prompt::{Answer, Answers};
use crate::report::Report;

pub(super) fn enrol(wallet: &Wallet, args: &EnrolArgs) -> anyhow::Result<Report> {
    let answers = Answers::from_flag(args.scan.pin_stdin);
    consent(wallet, answers, args.agree)?;
    let pin = if args.face_only {
        None
    } else {
        eprintln!(
            "A PIN or passphrase protects your wallet from photographs of you. It cannot be recovered by your face."
        );
        Some(answers.new_pin("new PIN or passphrase, six characters or more")?)
    };
    let mut paper = Paper(answers);
    let wish = match phrase_choice(args.phrase, answers)? {
        PhraseChoice::Make => PhraseWish::Make(&mut paper),
        _ => PhraseWish::Refuse,
    };
    let enrolled = wallet.enrol(&inputs(&args.scan, pin), wish)?;
    Report::new(enrolled_text(&enrolled, args.face_only), &enrolled)
}

fn enrolled_text(enrolled: &Enrolled, face_only: bool) -> String {
    let warning = if face_only {
        "\nThis wallet has no PIN and signs for development networks only."
    } else {
        ""
    };
    format!(
        "Your address  {}\nHelper data   {} bytes\n{}{warning}\n\nNot finished yet: let a copy of the recovery kit leave this device with\n  mien kit export --file wallet.mienkit --qr wallet-kit.png",
        enrolled.address,
        enrolled.helper_bytes,
        drill_text(&enrolled.drill),
    )
}

fn drill_text(drill: &Drill) -> String {
    format!(
        "Margin        {:.1}° ± {:.1}° (a two-party signature was made and verified)",
        drill.margin_degrees, drill.margin_plus_minus
    )
}

fn consent(wallet: &Wallet, answers: Answers, agreed: bool) -> anyhow::Result<()> {
    if wallet.has_consent()? {
        return Ok(());
    }
    let decision = if agreed {
        Decision::Given
    } else {
        eprintln!("{CONSENT_TEXT}\n");
        match answers.agree("Do you agree?")? {
            Answer::Yes => Decision::Given,
            Answer::No => Decision::Declined,
            Answer::NotAsked => return Err(WalletError::NoConsent.into()),
        }
    };
    Ok(wallet.consent(decision)?)
}

fn phrase_choice(choice: PhraseChoice, answers: Answers) -> anyhow::Result<PhraseChoice> {
    if choice != PhraseChoice::Ask {
        return Ok(choice);
    }
    eprintln!(
        "Faces change and people are injured: 24 words on paper, together with the recovery kit, are a way in without your face."
    );
    match answers.agree("Make a paper phrase now?")? {
        Answer::Yes => Ok(PhraseChoice::Make),
        Answer::No => Ok(PhraseChoice::Refuse),
        Answer::NotAsked => {
            anyhow::bail!("say --phrase make or --phrase refuse: nobody is there to be asked")
        }
    }
}

/// Shows the words and has three of them typed back.
struct Paper(Answers);

/// Which words are asked for, from 1.
const ASKED: [usize; 3] = [4, 13, 21];

impl PhraseDesk for Paper {
    fn confirm(&mut self, words: &[String]) -> Result<Confirmed, IdentityError> {
        eprintln!(
            "\nWrite these words down. They work only in Mien, together with the recovery kit.\n"
        );
        for (i, row) in words.chunks(4).enumerate() {
            let row: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(j, w)| format!("{:>2} {w:<10}", i * 4 + j + 1))
                .collect();
            let row = Zeroizing::new(row);
            eprintln!("  {}", row.join(" "));
        }
        for number in ASKED {
            let typed = self
                .0
                .line(&format!("word {number}"))
                .map_err(|_| IdentityError::Cancelled)?;
            let right = words.get(number - 1).is_some_and(|w| w == typed.trim());
            if !right {
                eprintln!("That is not word {number}; no paper phrase was kept.");
                return Ok(Confirmed::No);
            }
        }
        Ok(Confirmed::Yes)
    }
}

pub(super) fn recover(wallet: &Wallet, args: &RecoverArgs) -> anyhow::Result<Report> {
    let kit = wallet.inspect_kit(&args.kit)?;
    let answers = Answers::from_flag(args.scan.pin_stdin);
    let recovered = if args.phrase {
        consent(wallet, answers, args.agree)?;
        let phrase = PaperPhrase::from_words(&answers.line("the 24 words")?)?;
        let pin = kit
            .pin
            .then(|| answers.new_pin("new PIN or passphrase"))
            .transpose()?;
        wallet.recover_with_phrase(&args.kit, &phrase, &inputs(&args.scan, pin))?
    } else {
        let pin = kit
            .pin
            .then(|| answers.pin("PIN or passphrase of the kit"))
            .transpose()?;
        wallet.recover(&args.kit, &inputs(&args.scan, pin))?
    };
    Report::new(recovered_text(&recovered), &recovered)
}

fn recovered_text(recovered: &Recovered) -> String {
    format!(
        "Recovered     {}\n{}",
        recovered.address,
        drill_text(&recovered.drill)
    )
}

pub(super) fn suspend(wallet: &Wallet) -> anyhow::Result<Report> {
    wallet.suspend()?;
    Report::new(
        "Suspended. It shows and receives, and signs nothing until `mien resume`.",
        json!({ "state": wallet.life_cycle()? }),
    )
}

pub(super) fn resume(wallet: &Wallet, args: &ScanArgs) -> anyhow::Result<Report> {
    let drill = wallet.resume(&scan_inputs(wallet, args)?)?;
    let text = format!("It signs again.\n{}", drill_text(&drill));
    Report::new(text, json!({ "state": wallet.life_cycle()? }))
}

pub(super) fn drill(wallet: &Wallet, args: &ScanArgs) -> anyhow::Result<Report> {
    let drill = wallet.drill(&scan_inputs(wallet, args)?)?;
    let address = wallet.account(0)?.address;
    let text = format!("Address       {address}\n{}", drill_text(&drill));
    Report::new(
        text,
        json!({
            "address": address.to_string(),
            "margin_degrees": drill.margin_degrees,
            "margin_plus_minus": drill.margin_plus_minus,
            "verified": drill.verified,
        }),
    )
}

pub(super) fn renew(wallet: &Wallet, args: &RenewArgs) -> anyhow::Result<Report> {
    if args.undo {
        wallet.undo_renewal()?;
        return Report::new(
            "The helper data before the last renewal is in force again.",
            json!({ "undone": true }),
        );
    }
    let renewed = wallet.renew(&scan_inputs(wallet, &args.scan)?)?;
    Report::new(renewed_text(&renewed), &renewed)
}

pub(super) fn pin(wallet: &Wallet, command: &PinCommand) -> anyhow::Result<Report> {
    let PinCommand::Change(scan) = command;
    let answers = Answers::from_flag(scan.pin_stdin);
    let old = match wallet.identity()?.status.pin {
        PinUse::Required => Some(answers.pin("present PIN or passphrase")?),
        PinUse::FaceOnly => {
            if scan.pin_stdin {
                // The first line is the old PIN in every case, empty here.
                answers.secret("present PIN")?;
            }
            None
        }
    };
    let new = answers.new_pin("new PIN or passphrase, six characters or more")?;
    let renewed = wallet.change_pin(&inputs(scan, old), &new)?;
    Report::new(renewed_text(&renewed), &renewed)
}

fn renewed_text(renewed: &Renewed) -> String {
    format!(
        "Address       {} (unchanged)\nRenewed       {} times\n{}\n\nExport the recovery kit again: an older copy still opens with the face and PIN of its time.",
        renewed.address,
        renewed.generation,
        drill_text(&renewed.drill)
    )
}

pub(super) fn forget(wallet: &Wallet, args: &ForgetArgs) -> anyhow::Result<Report> {
    match (&args.address, &args.kit) {
        (Some(address), _) => wallet.forget_by_address(address)?,
        (None, Some(kit)) => wallet.forget_with_kit(kit, &scan_inputs(wallet, &args.scan)?)?,
        (None, None) => anyhow::bail!("name the address or a kit: see `mien forget --help`"),
    }
    Report::new(
        "The wallet is no longer on this device.",
        json!({ "forgotten": true }),
    )
}
