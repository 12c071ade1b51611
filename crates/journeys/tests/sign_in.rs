//! Signing in to a site (EIP-4361): compared before anybody scans.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;

use common::{PIN, Stage, text};

const WHAT: &str = "sign-in texts";

fn sign_in(address: &str, chain_id: u64, more: &str) -> String {
    format!(
        "shop.example wants you to sign in with your Ethereum account:\n{address}\n\n\
         Welcome.\n\nURI: https://shop.example/login\nVersion: 1\nChain ID: {chain_id}\n\
         Nonce: 12341234\nIssued At: 2026-01-01T00:00:00Z{more}"
    )
}

#[test]
fn a_sign_in_is_signed_for_the_site_that_the_user_is_on_and_no_other() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let address = stage.address();
    let text_of = |more| sign_in(&address, 31337, more);
    let run = |words: &str, site: &[&str]| {
        let command = [&["sign", "message", "-", "--pin-stdin"], site].concat();
        let input = format!("{PIN}\n{words}");
        stage.scan(&stage.mien, &command, &["obama3.jpg"], &input)
    };
    let fine = text_of("");
    let here = ["--domain", "https://shop.example/welcome"];
    let signed = run(&fine, &here);
    assert!(
        signed.errors.contains("Sign in to  shop.example"),
        "{}",
        signed.errors
    );
    let signed = signed.success().unwrap();
    assert_eq!(text(&signed, "content"), fine);
    assert_eq!(text(&signed, "signer"), address);
    let without = run(&fine, &[]);
    assert!(
        without.errors.contains("only if you are on shop.example"),
        "{}",
        without.errors
    );
    without.success().unwrap();

    let expired = text_of("\nExpiration Time: 2026-01-02T00:00:00Z");
    let odd = fine.replace("Version: 1", "Version: 2");
    let stranger = sign_in("0xa0Ee7A142d267C1f36714E4a8F75612F20a79720", 31337, "");
    let live = sign_in(&address, 1, "");
    let there = ["--domain", "shop.example.evil.com"];
    let cases: [(&str, &[&str], &str); 5] = [
        (&fine, &there, "do not sign it"),
        (&expired, &here, "expired"),
        (&odd, &[], "EIP-4361"),
        (&stranger, &here, "choose that account"),
        (&live, &here, "chain 1"),
    ];
    for (words, site, expected) in cases {
        let refused = run(words, site);
        let (code, message) = refused.refusal().unwrap();
        assert_eq!(code, "refused", "{message}");
        assert!(message.contains(expected), "{expected}: {message}");
    }
    // A text that is none is not signed as one.
    let (_, message) = run("hello", &here).refusal().unwrap();
    assert!(message.contains("signs in to no site"), "{message}");
}
