//! Signing what is no transaction, and checking it.

use mien_intent::{MAX_MESSAGE_BYTES, Summary, printable};
use mien_wallet::{SignInReview, SignatureFile, SignedMessage, Wallet};

use crate::args::{SignCommand, VerifyArgs};
use crate::context::scan_inputs;
use crate::prompt::Answers;
use crate::report::Report;

pub(super) async fn sign(wallet: &Wallet, command: &SignCommand) -> anyhow::Result<Report> {
    let (SignCommand::Message { with, .. }
    | SignCommand::TypedData { with, .. }
    | SignCommand::Document { with, .. }) = command;
    if let Some(out) = &with.out
        && out.exists()
    {
        return Err(crate::context::file_error(
            out,
            "exists already; choose another name",
        ));
    }
    // Messages are signed for a network without asking its node.
    let name = match &with.network {
        Some(name) => name.clone(),
        None => wallet.current_network()?,
    };
    let network = wallet.known_network(&name)?;
    if let SignCommand::TypedData { file, .. } = command {
        review(&wallet.read_typed_data(file)?);
    }
    let account = with.account;
    // A PIN on standard input comes before the text there.
    let from_input = matches!(command, SignCommand::Message { text, .. } if text == "-");
    let early = match from_input {
        true => Some(scan_inputs(wallet, &with.scan)?),
        false => None,
    };
    let typed = match command {
        SignCommand::Message { .. } if from_input => Answers::rest_of_input(MAX_MESSAGE_BYTES)?,
        SignCommand::Message { text, .. } => text.clone(),
        _ => String::new(),
    };
    if let SignCommand::Message { domain, .. } = command {
        match wallet.review_sign_in(account, &typed, &network, domain.as_deref())? {
            Some(review) => review_sign_in(&review),
            None if domain.is_some() => {
                anyhow::bail!("this text signs in to no site; leave --domain out to sign it")
            }
            None => {}
        }
    }
    let inputs = match early {
        Some(inputs) => inputs,
        None => scan_inputs(wallet, &with.scan)?,
    };
    let signed = tokio::task::block_in_place(|| match command {
        SignCommand::Message { .. } => wallet.sign_message(account, &typed, &network, inputs),
        SignCommand::TypedData { file, .. } => {
            wallet.sign_typed_data(account, file, &network, inputs)
        }
        SignCommand::Document { file, .. } => wallet.sign_document(account, file, &network, inputs),
    })?;
    if let Some(out) = &with.out {
        signed.file.write_new(out)?;
    }
    Report::new(text(&signed), &signed)
}

/// Shows typed data as a tree, with everything that the signature covers.
pub(super) fn review(summary: &Summary) {
    let Summary::TypedData(data) = summary else {
        return;
    };
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "not named".to_owned());
    eprintln!(
        "Domain    {} {}\nChain     {}\nContract  {}\n{}",
        printable(&or_none(data.domain_name.clone())),
        printable(data.domain_version.as_deref().unwrap_or_default()),
        or_none(data.chain_id.map(|id| id.to_string())),
        or_none(data.verifying_contract.map(|c| c.to_string())),
        printable(&data.primary_type),
    );
    for field in &data.fields {
        eprintln!(
            "{}{}: {} ({})",
            "  ".repeat(field.depth + 1),
            printable(&field.name),
            printable(&field.value),
            printable(&field.type_name)
        );
    }
}

/// Shows what a sign-in says, and what to beware of.
fn review_sign_in(review: &SignInReview) {
    let said = &review.sign_in;
    eprintln!(
        "Sign in to  {}\nfor         {}\nas          {}\non chain    {}",
        said.domain, said.uri, said.address, said.chain_id
    );
    if let Some(statement) = &said.statement {
        eprintln!("It says     {statement}");
    }
    if let Some(end) = &said.expiration_time {
        eprintln!("until       {end}");
    }
    for resource in &said.resources {
        eprintln!("with        {resource}");
    }
    for caution in &review.cautions {
        eprintln!("Careful: {caution}");
    }
}

pub(super) fn text(signed: &SignedMessage) -> String {
    format!(
        "Signer     {}\nSignature  {}",
        signed.file.signer, signed.file.signature
    )
}

pub(super) fn verify(args: &VerifyArgs) -> anyhow::Result<Report> {
    let verified = SignatureFile::read(&args.signature)?.verify(args.document.as_deref())?;
    let document = match (&verified.document, verified.document_compared) {
        (Some(name), true) => format!("\nDocument   {name}, the very file that was signed"),
        (Some(name), false) => {
            format!("\nDocument   {name}; give it with --document to compare it")
        }
        (None, _) => String::new(),
    };
    let text = format!(
        "The signature holds.\nSigner     {}{document}",
        verified.signer
    );
    Report::new(text, &verified)
}
