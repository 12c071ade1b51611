//! The fetcher against a server on this machine. Only 127.0.0.1 may be reached
//! here, over HTTP; all the rest is the program's own way.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::net::Ipv4Addr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

#[derive(Debug)]
struct OneAddress;

impl Reach for OneAddress {
    const SCHEME: &'static str = "http";

    fn allows(address: IpAddr) -> bool {
        address == Ipv4Addr::LOCALHOST
    }

    async fn lookup(name: String) -> io::Result<Vec<IpAddr>> {
        let inside = IpAddr::from([127, 0, 0, 2]);
        Ok(match name.as_str() {
            "allowed.test" => vec![Ipv4Addr::LOCALHOST.into()],
            "both.test" => vec![inside, Ipv4Addr::LOCALHOST.into()],
            "inside.test" => vec![inside],
            _ => Vec::new(),
        })
    }
}

/// A server on all of this machine's addresses that answers by path; what it
/// was asked is sent to the test.
async fn server() -> (u16, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, requests) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let asked = asked.clone();
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                let read = stream.read(&mut request).await.unwrap();
                let request = String::from_utf8_lossy(&request[..read]).into_owned();
                let path = request.split(' ').nth(1).unwrap().to_owned();
                let _ = asked.send(request);
                answer(&mut stream, &path, port).await;
            });
        }
    });
    (port, requests)
}

async fn answer(stream: &mut tokio::net::TcpStream, path: &str, port: u16) {
    let (kind, rest) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
    let redirect = |to: String| {
        format!(
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    };
    let head = match kind {
        "ok" => "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody".to_owned(),
        // A redirect to another host at this port, or this many to oneself.
        "to" => redirect(format!("http://{rest}:{port}/ok")),
        "raw" => redirect(rest.replacen(':', "://", 1)),
        "hops" => match rest.parse::<u32>().unwrap() {
            1 => redirect("/ok".to_owned()),
            more => redirect(format!("/hops/{}", more - 1)),
        },
        "says" => format!("HTTP/1.1 200 OK\r\nContent-Length: {rest}\r\n\r\n"),
        "endless" => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_owned(),
        "silent" => {
            std::future::pending::<()>().await;
            return;
        }
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone".to_owned(),
    };
    let _ = stream.write_all(head.as_bytes()).await;
    if kind == "endless" {
        while stream.write_all(&[b' '; 1 << 12]).await.is_ok() {}
    }
    if kind == "says" {
        std::future::pending::<()>().await;
    }
}

async fn get(url: &str) -> Result<Vec<u8>, ChainError> {
    let fetcher = Fetcher::<OneAddress>::new().unwrap();
    fetcher.get(&url.parse().unwrap(), 10_000).await
}

fn is_refused(result: Result<Vec<u8>, ChainError>, why: Blocked) -> bool {
    matches!(result, Err(ChainError::MediaRefused { reason, .. }) if reason == why.into())
}

#[tokio::test]
async fn a_server_gives_bytes_and_learns_nothing_but_the_path() {
    let (port, mut requests) = server().await;
    for host in ["127.0.0.1", "allowed.test", "both.test"] {
        let url = format!("http://{host}:{port}/ok#fragment");
        assert_eq!(get(&url).await.unwrap(), b"body");
        let request = requests.recv().await.unwrap();
        let mut lines: Vec<_> = request.trim_end().lines().collect();
        lines.sort_unstable();
        let host = format!("host: {host}:{port}");
        let expected = ["GET /ok HTTP/1.1", "accept: */*", &host, "user-agent: mien"];
        assert_eq!(lines, expected);
    }
    // Nor where it was sent from, nor a cookie.
    let url = format!("http://127.0.0.1:{port}/to/allowed.test");
    assert_eq!(get(&url).await.unwrap(), b"body");
    requests.recv().await.unwrap();
    let after = requests.recv().await.unwrap().to_lowercase();
    assert!(
        !after.contains("referer") && !after.contains("cookie"),
        "{after}"
    );
}

#[tokio::test]
async fn no_way_leads_into_the_local_network() {
    let (port, mut requests) = server().await;
    // 127.0.0.2 is the same server, so a request that got through would be seen.
    for host in [
        "127.0.0.2",
        "inside.test",
        "unknown.test",
        "0x7f.2",
        "[::1]",
        "2130706434",
    ] {
        let direct = get(&format!("http://{host}:{port}/ok")).await;
        assert!(is_refused(direct, Blocked::Address), "{host}");
        assert!(requests.try_recv().is_err(), "{host} was reached");
        let redirected = get(&format!("http://127.0.0.1:{port}/to/{host}")).await;
        assert!(is_refused(redirected, Blocked::Address), "to {host}");
        assert!(requests.recv().await.unwrap().contains("/to/"), "{host}");
        assert!(requests.try_recv().is_err(), "{host} was reached");
    }
    let url = format!("http://me:secret@127.0.0.1:{port}/ok");
    assert!(is_refused(get(&url).await, Blocked::Credentials));
    for other in ["https://127.0.0.1/", "ftp://127.0.0.1/"] {
        assert!(is_refused(get(other).await, Blocked::Scheme), "{other}");
    }
    let url = format!("http://127.0.0.1:{port}/raw/https:127.0.0.1:{port}/ok");
    assert!(is_refused(get(&url).await, Blocked::Scheme));
}

#[tokio::test]
async fn redirects_are_followed_three_times() {
    let (port, _requests) = server().await;
    let hops = |n| format!("http://127.0.0.1:{port}/hops/{n}");
    assert_eq!(get(&hops(3)).await.unwrap(), b"body");
    assert!(is_refused(get(&hops(4)).await, Blocked::Redirects));
}

#[tokio::test]
async fn length_status_and_time_are_bounded() {
    let (port, _requests) = server().await;
    let at = |path: &str| format!("http://127.0.0.1:{port}/{path}");
    for long in ["says/10001", "endless"] {
        let error = get(&at(long)).await.unwrap_err();
        let expected = matches!(error, ChainError::MediaRubbish { .. });
        assert!(expected, "{long}: {error}");
    }
    let error = get(&at("missing")).await.unwrap_err();
    assert!(error.to_string().contains("status 404"), "{error}");
    let short = Duration::from_millis(50);
    let fetcher = Fetcher::<OneAddress>::within(short, short).unwrap();
    for slow in ["silent", "says/10"] {
        let url = at(slow).parse().unwrap();
        let error = fetcher.get(&url, 10_000).await.unwrap_err();
        assert!(error.to_string().contains("too long"), "{slow}: {error}");
    }
}

#[tokio::test]
async fn the_program_itself_reaches_no_server_of_this_machine() {
    let (port, mut requests) = server().await;
    let fetcher = Fetcher::<PublicInternet>::new().unwrap();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
    ];
    for host in hosts {
        let url = format!("https://{host}:{port}/ok").parse().unwrap();
        let result = fetcher.get(&url, 100).await;
        assert!(is_refused(result, Blocked::Address), "{host}");
    }
    let url = format!("http://127.0.0.1:{port}/ok").parse().unwrap();
    assert!(is_refused(fetcher.get(&url, 100).await, Blocked::Scheme));
    assert!(requests.try_recv().is_err());
}
