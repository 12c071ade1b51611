//! The product's promise, told on the command line with real input: photographs
//! in, mined transactions out. Ends with status 0 only if all of it held.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::Parser;
use mien_journeys::{Mien, Node, Photos};
use serde_json::Value;

const PIN: &str = "correct horse";
const NEW_PIN: &str = "battery staple 7";
/// Somebody else's address, to send to: the last of anvil's own accounts.
const RECIPIENT: &str = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const WEI: f64 = 1e18;

/// Tell the whole story: enrol, send, refuse, lose everything, come back.
#[derive(Debug, Parser)]
struct Arguments {
    /// Use a real camera, by its number, instead of the demonstration photographs
    #[arg(long, value_name = "N")]
    camera: Option<u32>,
}

fn main() -> ExitCode {
    match Story::begin(&Arguments::parse()).and_then(Story::tell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("\nThe story broke: {e:#}");
            ExitCode::FAILURE
        }
    }
}

/// Where frames come from in each scene.
struct Cast {
    enrol: Vec<String>,
    owner: Vec<String>,
    stranger: Option<String>,
    cut_off: Option<String>,
}

impl Cast {
    fn from(arguments: &Arguments) -> anyhow::Result<Self> {
        if let Some(n) = arguments.camera {
            let device = vec![n.to_string()];
            return Ok(Self {
                enrol: device.clone(),
                owner: device,
                stranger: None,
                cut_off: None,
            });
        }
        let photos = Photos::find().context(
            "the demonstration photographs are missing; run `make setup`, or use a camera with `make run CAMERA=0`",
        )?;
        let enrol = vec![photos.camera("obama.jpg"), photos.camera("obama2.jpg")];
        Ok(Self {
            enrol,
            owner: vec![photos.camera("obama3.jpg")],
            stranger: Some(photos.camera("biden.jpg")),
            cut_off: Some(photos.camera("obama_partial_face.jpg")),
        })
    }
}

struct Story {
    cast: Cast,
    /// The device that runs the node.
    first: Mien,
    /// The device that holds the wallet now.
    mien: Mien,
    node: Node,
    address: String,
    times: Vec<(&'static str, Duration)>,
    // Removed when the story ends, whichever way it does.
    room: tempfile::TempDir,
}

impl Story {
    fn begin(arguments: &Arguments) -> anyhow::Result<Self> {
        let cast = Cast::from(arguments)?;
        let room = tempfile::tempdir()?;
        let mien = Mien::beside_this_program(&room.path().join("first-device"))?;
        let begun = Instant::now();
        chapter("A development network");
        let devnet = mien
            .run(&["devnet", "start", "--port", "0"], "")?
            .success()?;
        let url = text(&devnet, "rpc_url")?;
        say(&format!(
            "anvil answers at {url}, chain id {}",
            devnet["chain_id"]
        ));
        let times = vec![("start the node", begun.elapsed())];
        Ok(Self {
            cast,
            first: mien.clone(),
            mien,
            node: Node::new(&url),
            address: String::new(),
            times,
            room,
        })
    }

    fn tell(mut self) -> anyhow::Result<()> {
        let told = self.scenes();
        let _ = self.first.run(&["devnet", "stop"], "");
        told?;
        self.print_times();
        println!("\nAll of it held.");
        Ok(())
    }

    fn scenes(&mut self) -> anyhow::Result<()> {
        self.enrol()?;
        let owner = self.cast.owner.clone();
        chapter("Look at the camera, and it is sent");
        self.send(&self.mien.clone(), "0.25", PIN, &owner, "scan, sign, mined")?;
        self.refusals()?;
        self.lose_and_recover()?;
        self.renew()?;
        Ok(())
    }

    fn enrol(&mut self) -> anyhow::Result<()> {
        chapter("Enrolment");
        let mut arguments = vec!["enrol", "--agree", "--phrase", "refuse", "--pin-stdin"];
        for camera in &self.cast.enrol {
            arguments.extend(["--camera", camera]);
        }
        let outcome = self.mien.run(&arguments, &format!("{PIN}\n"))?;
        self.times.push(("enrol and drill", outcome.took));
        let enrolled = outcome.success()?;
        self.address = text(&enrolled, "address")?;
        say(&format!("address      {}", self.address));
        say(&format!("helper data  {} bytes", enrolled["helper_bytes"]));
        say(&margin(&enrolled));
        self.mien
            .run(&["devnet", "fund", "--amount", "10"], "")?
            .success()?;
        let balance = self.node.balance(&self.address)?;
        ensure!(balance == 10 * 10u128.pow(18), "funding gave {balance} wei");
        say(&format!(
            "funded       {} ETH by an account of the node",
            eth(balance)
        ));
        Ok(())
    }

    /// Sends from a device and checks what the node says before and after.
    fn send(
        &mut self,
        device: &Mien,
        amount: &str,
        pin: &str,
        cameras: &[String],
        name: &'static str,
    ) -> anyhow::Result<()> {
        let before = (
            self.node.balance(&self.address)?,
            self.node.balance(RECIPIENT)?,
        );
        let mut arguments = self.send_arguments(amount);
        for camera in cameras {
            arguments.extend(["--camera".to_owned(), camera.clone()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let outcome = device.run(&arguments, &format!("{pin}\n"))?;
        self.times.push((name, outcome.took));
        let sent = outcome.success()?;
        for (i, scan) in sent["scans"].as_array().into_iter().flatten().enumerate() {
            say(&format!(
                "scan {}       {}",
                i + 1,
                scan["outcome"].as_str().unwrap_or("?")
            ));
        }
        let after = (
            self.node.balance(&self.address)?,
            self.node.balance(RECIPIENT)?,
        );
        say(&format!(
            "mined        {} in block {}",
            text(&sent, "hash")?,
            sent["block"]
        ));
        say(&format!(
            "sender       {} → {} ETH",
            eth(before.0),
            eth(after.0)
        ));
        say(&format!(
            "recipient    {} → {} ETH",
            eth(before.1),
            eth(after.1)
        ));
        let value: u128 = text(&sent, "value_wei")?.parse()?;
        let fee: u128 = text(&sent, "fee_wei")?.parse()?;
        ensure!(
            after.1 - before.1 == value,
            "the recipient got something else"
        );
        ensure!(
            before.0 - after.0 == value + fee,
            "the sender paid something else"
        );
        Ok(())
    }

    fn send_arguments(&self, amount: &str) -> Vec<String> {
        let url = self.node.url();
        [
            "send",
            "--yes",
            "--to",
            RECIPIENT,
            "--amount",
            amount,
            "--rpc-url",
            &url,
            "--pin-stdin",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    fn refusals(&mut self) -> anyhow::Result<()> {
        chapter("What is refused");
        let before = self.node_state()?;
        let owner = self.cast.owner[0].clone();
        if let Some(stranger) = self.cast.stranger.clone() {
            self.refused("another face", &stranger, PIN, "not-matched")?;
        }
        self.refused("a wrong PIN", &owner, "correct house", "not-matched")?;
        if let Some(cut_off) = self.cast.cut_off.clone() {
            self.refused("a face cut off", &cut_off, PIN, "poor-quality")?;
        }
        ensure!(self.node_state()? == before, "something reached the node");
        say("the node     has seen none of them: same block, same nonce, same balance");
        Ok(())
    }

    fn refused(&self, what: &str, camera: &str, pin: &str, code: &str) -> anyhow::Result<()> {
        let mut arguments = self.send_arguments("1");
        arguments.extend(["--tries", "1", "--camera", camera].map(str::to_owned));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let outcome = self.mien.run(&arguments, &format!("{pin}\n"))?;
        let (found, message) = outcome.refusal()?;
        ensure!(
            found == code,
            "{what}: refused as {found}, not as {code}: {message}"
        );
        say(&format!("{what:<15}{message}"));
        Ok(())
    }

    fn node_state(&self) -> anyhow::Result<(u128, u128, u128)> {
        let node = &self.node;
        Ok((
            node.block_number()?,
            node.sent_by(&self.address)?,
            node.balance(&self.address)?,
        ))
    }

    fn lose_and_recover(&mut self) -> anyhow::Result<()> {
        chapter("The device is lost");
        let file = self.room.path().join("wallet.mienkit");
        let picture = self.room.path().join("wallet-kit.png");
        let export = [
            "kit",
            "export",
            "--file",
            path(&file)?,
            "--qr",
            path(&picture)?,
        ];
        self.mien.run(&export, "")?.success()?;
        say(&format!(
            "kit          {} bytes, and as a QR picture",
            std::fs::metadata(&file)?.len()
        ));
        let address = self.address.clone();
        self.mien
            .run(&["forget", "--address", &address], "")?
            .success()?;
        let gone = self.mien.run(&["address"], "")?.refusal()?;
        say(&format!("forgotten    {}", gone.1));

        chapter("A new device, the QR picture and a scan");
        let second = self.mien.with_home(&self.room.path().join("second-device"));
        let mut arguments = vec!["recover", path(&picture)?, "--pin-stdin"];
        for camera in &self.cast.owner {
            arguments.extend(["--camera", camera]);
        }
        let outcome = second.run(&arguments, &format!("{PIN}\n"))?;
        self.times.push(("recover and drill", outcome.took));
        let recovered = outcome.success()?;
        let found = text(&recovered, "address")?;
        ensure!(
            found == self.address,
            "recovered {found}, not {}",
            self.address
        );
        ensure!(
            recovered["verified"] == Value::Bool(true),
            "no two-party signature was verified"
        );
        say(&format!(
            "recovered    {found}, proved by a two-party signature"
        ));
        let owner = self.cast.owner.clone();
        self.send(&second, "0.5", PIN, &owner, "send after recovery")?;
        self.mien = second;
        Ok(())
    }

    fn renew(&mut self) -> anyhow::Result<()> {
        chapter("A new sketch and a new PIN, the same address");
        let mut cameras = self.cast.owner.clone();
        cameras.extend(self.cast.enrol.iter().cloned());
        let mut arguments = vec!["renew", "--pin-stdin"];
        let mut change = vec!["pin", "change", "--pin-stdin"];
        for camera in &cameras {
            arguments.extend(["--camera", camera]);
            change.extend(["--camera", camera]);
        }
        let outcome = self.mien.run(&arguments, &format!("{PIN}\n"))?;
        self.times.push(("renew and drill", outcome.took));
        let renewed = outcome.success()?;
        say(&format!(
            "renewed      generation {}, {}",
            renewed["generation"],
            text(&renewed, "address")?
        ));
        say(&margin(&renewed));
        let outcome = self.mien.run(&change, &format!("{PIN}\n{NEW_PIN}\n"))?;
        self.times.push(("change the PIN and drill", outcome.took));
        let changed = outcome.success()?;
        ensure!(
            text(&changed, "address")? == self.address,
            "the address changed"
        );
        let owner = self.cast.owner[0].clone();
        self.refused("the old PIN", &owner, PIN, "not-matched")?;
        let owner = self.cast.owner.clone();
        self.send(
            &self.mien.clone(),
            "0.125",
            NEW_PIN,
            &owner,
            "send after renewal",
        )
    }

    fn print_times(&self) {
        chapter("What took how long");
        let mut table = String::new();
        for (name, took) in &self.times {
            let _ = writeln!(table, "   {name:<26}{:>7.2} s", took.as_secs_f64());
        }
        print!("{table}");
    }
}

fn chapter(title: &str) {
    println!("\n{title}");
}

fn say(line: &str) {
    println!("   {line}");
}

fn text(value: &Value, field: &str) -> anyhow::Result<String> {
    match value[field].as_str() {
        Some(text) => Ok(text.to_owned()),
        None => bail!("the command's answer has no {field}: {value}"),
    }
}

fn margin(value: &Value) -> String {
    format!(
        "margin       {:.1}° ± {:.1}°",
        num(&value["margin_degrees"]),
        num(&value["margin_plus_minus"])
    )
}

fn num(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

#[expect(clippy::cast_precision_loss, reason = "for reading, not for reckoning")]
fn eth(wei: u128) -> String {
    format!("{:.6}", wei as f64 / WEI)
}

fn path(path: &Path) -> anyhow::Result<&str> {
    path.to_str()
        .context("the temporary folder's name is not UTF-8")
}
