//! Sign-in texts (EIP-4361). The cases that are named after their fault, and the
//! good ones, are those of `test/parsing_positive.json` (26621c5) and
//! `test/parsing_negative.json` (01391c5, beb8db6) of the repository
//! `spruceid/siwe`, MIT or Apache-2.0; each fault is written here as what it changes
//! in one good text. Left out: "domain not RFC4501 authority" (RFC 3986, which
//! EIP-4361 names, allows that name) and "version not 1" (its version is 1).
#![allow(clippy::unwrap_used, reason = "a test")]

use mien_intent::{Address, SignIn, SignInCaution, SignInContext, SignInRefusal};

const STATEMENT: &str = "I accept the ServiceOrg Terms of Service: https://service.org/tos";

/// The text that most faulty cases start from.
fn good() -> String {
    format!(
        "service.org wants you to sign in with your Ethereum account:\n\
         0xe5A12547fe4E872D192E3eCecb76F2Ce1aeA4946\n\n{STATEMENT}\n\n\
         URI: https://service.org/login\nVersion: 1\nChain ID: 1\nNonce: 12341234\n\
         Issued At: 2022-03-17T12:45:13.610Z\nExpiration Time: 2023-03-17T12:45:13.610Z\n\
         Not Before: 2022-03-17T12:45:13.610Z\nRequest ID: some_id\n\
         Resources:\n- https://service.org/login"
    )
}

/// The other one, with fewer fields.
fn short(domain: &str, issued: &str, resources: &str) -> String {
    format!(
        "{domain} wants you to sign in with your Ethereum account:\n\
         0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2\n\n{STATEMENT}\n\n\
         URI: https://service.org/login\nVersion: 1\nChain ID: 1\nNonce: 32891757\n\
         Issued At: {issued}{resources}"
    )
}

#[test]
fn good_texts_are_read_and_written_again_byte_for_byte() {
    const MILLIS: &str = "2021-09-30T16:25:24.000Z";
    let two = "\nResources:\n- ipfs://Qme7ss3ARVgxv6rXqVPiikMJ8u2NLgmgszg13pYrDKEoiu\n\
               - https://example.com/my-web2-claim.json";
    let cases = [
        (
            "couple of optional fields",
            short("service.org", MILLIS, two),
        ),
        ("no optional field", short("service.org", MILLIS, "")),
        (
            "timestamp without microseconds",
            short("service.org", "2021-09-30T16:25:24Z", ""),
        ),
        ("IP", short("127.0.0.1", MILLIS, "")),
        ("userinfo", short("test@127.0.0.1", MILLIS, "")),
        ("port", short("127.0.0.1:8080", MILLIS, "")),
        (
            "userinfo and port",
            short("test@127.0.0.1:8080", MILLIS, ""),
        ),
        (
            "no statement",
            short("service.org", MILLIS, "").replace(&format!("{STATEMENT}\n"), ""),
        ),
        ("scheme", short("https://service.org", MILLIS, "")),
        ("all fields", good()),
    ];
    for (name, text) in cases {
        let read = SignIn::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(read.to_string(), text, "{name}");
    }
    let read = SignIn::parse(&short("service.org", MILLIS, two)).unwrap();
    assert_eq!(read.domain, "service.org");
    assert_eq!(read.statement.as_deref(), Some(STATEMENT));
    assert_eq!(read.uri, "https://service.org/login");
    assert_eq!((read.chain_id, read.nonce.as_str()), (1, "32891757"));
    assert_eq!(read.issued_at.unix_seconds(), 1_633_019_124);
    assert_eq!(read.resources.len(), 2);
    assert_eq!((read.request_id, read.expiration_time), (None, None));
    let none = short("service.org", MILLIS, "").replace(&format!("{STATEMENT}\n"), "");
    assert_eq!(SignIn::parse(&none).unwrap().statement, None);
}

#[test]
fn faulty_texts_are_refused() {
    const URI: &str = "URI: https://service.org/login\n";
    const ADDRESS: &str = "0xe5A12547fe4E872D192E3eCecb76F2Ce1aeA4946";
    const ISSUED: &str = "Issued At: 2022-03-17T12:45:13.610Z\n";
    const EXPIRES: &str = "Expiration Time: 2023-03-17T12:45:13.610Z\n";
    const BEGINS: &str = "Not Before: 2022-03-17T12:45:13.610Z\n";
    const NONCE: &str = "Nonce: 12341234\n";
    const REQUEST: &str = "Request ID: some_id\n";
    const RESOURCES: &str = "\nResources:\n- https://service.org/login";
    const NO_TIME: &str = "Wed Oct 05 2011 16:48:00 GMT+0200 (CEST)";
    let lower = ADDRESS.to_lowercase();
    let swapped = |a: &str, b: &str| format!("{b}{a}");
    let cases: Vec<(&str, String, String)> = vec![
        (
            "missing domain",
            "service.org wants".into(),
            " wants".into(),
        ),
        ("missing address", ADDRESS.into(), String::new()),
        ("missing uri", URI.into(), "\n".into()),
        ("missing version", "Version: 1".into(), String::new()),
        ("missing chainId", "Chain ID: 1".into(), String::new()),
        ("missing nonce", NONCE.into(), "\n".into()),
        ("missing issuedAt", ISSUED.into(), "\n".into()),
        (
            "missing mandatory field",
            "Chain ID: 1\n".into(),
            String::new(),
        ),
        (
            "extra line breaks",
            "\n\nI accept".into(),
            "\n\n\nI accept".into(),
        ),
        (
            "out of order uri",
            format!("{URI}Version: 1\n"),
            format!("Version: 1\n{URI}"),
        ),
        (
            "out of order version",
            "Version: 1\nChain ID: 1".into(),
            "Chain ID: 1\nVersion: 1".into(),
        ),
        (
            "out of order chainId",
            format!("Chain ID: 1\n{NONCE}"),
            "Nonce: 12341234Chain ID: 1\n\n".into(),
        ),
        (
            "out of order nonce",
            format!("{NONCE}{ISSUED}"),
            swapped(NONCE, ISSUED),
        ),
        (
            "out of order issuedAt",
            format!("{ISSUED}{EXPIRES}"),
            swapped(ISSUED, EXPIRES),
        ),
        (
            "out of order expirationTime",
            format!("{EXPIRES}{BEGINS}"),
            swapped(EXPIRES, BEGINS),
        ),
        (
            "out of order notBefore",
            format!("{BEGINS}{REQUEST}"),
            swapped(BEGINS, REQUEST),
        ),
        (
            "out of order requestId",
            format!("Request ID: some_id{RESOURCES}"),
            format!("{}\nRequest ID: some_id", RESOURCES.trim_start()),
        ),
        ("address not EIP-55", ADDRESS.into(), lower),
        (
            "statement has line break",
            "Service: ".into(),
            "Service: \n".into(),
        ),
        (
            "uri is non-RFC 3986",
            "URI: https://service.org/login".into(),
            "URI: _not_a_rfc3986_valid_uri_".into(),
        ),
        ("wrong version", "Version: 1".into(), "Version: 2".into()),
        (
            "not a valid chainId",
            "Chain ID: 1".into(),
            "Chain ID: ?".into(),
        ),
        (
            "nonce with less then 8 chars",
            "Nonce: 12341234".into(),
            "Nonce: 1234567".into(),
        ),
        (
            "non-ISO 8601 issuedAt",
            ISSUED.into(),
            format!("Issued At: {NO_TIME}\n"),
        ),
        (
            "non-ISO 8601 expirationTime",
            EXPIRES.into(),
            format!("Expiration Time: {NO_TIME}\n"),
        ),
        (
            "non-ISO 8601 notBefore",
            BEGINS.into(),
            format!("Not Before: {NO_TIME}\n"),
        ),
        (
            "resources not separated by line break",
            RESOURCES.into(),
            format!("{RESOURCES} - https://service.org/login/2"),
        ),
        (
            "first resource is not-RFC3986",
            RESOURCES.into(),
            format!("{RESOURCES}\n- _not_a_rfc3986_valid_uri_"),
        ),
        (
            "second resource not-RFC 3986",
            RESOURCES.into(),
            "\nResources:\n- _not_a_rfc3986_valid_uri_\n- https://service.org/login".into(),
        ),
        // Ours.
        (
            "a line feed at the end",
            RESOURCES.into(),
            format!("{RESOURCES}\n"),
        ),
        ("carriage returns", "\n".into(), "\r\n".into()),
        (
            "a leading zero",
            "Chain ID: 1".into(),
            "Chain ID: 01".into(),
        ),
        (
            "a path in the domain",
            "service.org wants".into(),
            "service.org/a wants".into(),
        ),
        (
            "two invitations",
            "\n\nI accept".into(),
            "\n\nevil.org wants you to sign in with your Ethereum account:\nI accept".into(),
        ),
        (
            "a letter from elsewhere",
            "I accept".into(),
            "I аccept".into(),
        ),
    ];
    assert!(SignIn::parse(&good()).is_ok());
    for (name, from, to) in cases {
        let text = good();
        assert!(text.contains(&from), "{name}");
        let text = text.replace(&from, &to);
        let read = SignIn::parse(&text);
        assert!(
            matches!(read, Err(SignInRefusal::Malformed { .. })),
            "{name}: {read:?}"
        );
        assert!(SignIn::is_claimed_by(&text), "{name}");
    }
    assert!(!SignIn::is_claimed_by("gm"));
}

/// Somebody on service.org on 1 January 2023.
fn context<'a>(site: Option<&'a str>) -> SignInContext<'a> {
    SignInContext {
        account: "0xe5A12547fe4E872D192E3eCecb76F2Ce1aeA4946"
            .parse()
            .unwrap(),
        chain_id: 1,
        site,
        now: 1_672_531_200,
    }
}

fn check(text: &str, context: &SignInContext<'_>) -> Result<Vec<SignInCaution>, SignInRefusal> {
    SignIn::parse(text).unwrap().check(context)
}

#[test]
fn the_site_is_compared() {
    for same in [
        "service.org",
        "SERVICE.org",
        "https://service.org/login?x=1",
    ] {
        assert_eq!(check(&good(), &context(Some(same))), Ok(vec![]), "{same}");
    }
    for other in [
        "service.org.evil.com",
        "evil.com",
        "service.org:8443",
        "sub.service.org",
        "https://evil.com/service.org",
        "",
    ] {
        let refused = check(&good(), &context(Some(other)));
        assert!(
            matches!(refused, Err(SignInRefusal::OtherDomain { .. })),
            "{other}: {refused:?}"
        );
    }
    let named = good().replacen("service.org wants", "http://service.org wants", 1);
    assert!(check(&named, &context(Some("https://service.org"))).is_err());
    // Nobody knows where the user is: that is said.
    let said = check(&good(), &context(None)).unwrap();
    assert!(matches!(said[..], [SignInCaution::NotCompared { .. }]));
}

#[test]
fn another_account_chain_or_time_is_refused() {
    let here = context(Some("service.org"));
    let account = SignInContext {
        account: Address::repeat_byte(1),
        ..here
    };
    assert!(matches!(
        check(&good(), &account),
        Err(SignInRefusal::OtherAccount { .. })
    ));
    let chain = SignInContext {
        chain_id: 31337,
        ..here
    };
    assert_eq!(
        check(&good(), &chain),
        Err(SignInRefusal::OtherChain {
            found: 1,
            chain_id: 31337
        })
    );
    // It ends at 2023-03-17T12:45:13.610Z.
    let at = |now| check(&good(), &SignInContext { now, ..here });
    assert_eq!(at(1_679_057_112), Ok(vec![]));
    assert!(matches!(
        at(1_679_057_113),
        Err(SignInRefusal::Expired { .. })
    ));
}

#[test]
fn odd_ones_are_warned_of() {
    let here = context(Some("service.org"));
    let elsewhere = good().replace("URI: https://service.org/", "URI: https://evil.com/");
    assert!(matches!(
        check(&elsewhere, &here).unwrap()[..],
        [SignInCaution::OtherHost { .. }]
    ));
    let at = good().replacen("service.org wants", "bank.com@service.org wants", 1);
    assert!(matches!(
        check(&at, &here).unwrap()[..],
        [SignInCaution::UserInfo { .. }]
    ));
    let early = SignInContext {
        now: 1_647_521_112,
        ..here
    };
    assert!(matches!(
        check(&good(), &early).unwrap()[..],
        [SignInCaution::NotYetValid { .. }]
    ));
    let stale = good().replace("Expiration Time: 2023-03-17T12:45:13.610Z\n", "");
    assert!(matches!(
        check(&stale, &here).unwrap()[..],
        [SignInCaution::NotFresh { .. }]
    ));
    let future = good().replace("Issued At: 2022", "Issued At: 2024");
    assert!(matches!(
        check(&future, &here).unwrap()[..],
        [SignInCaution::NotFresh { .. }]
    ));
}
