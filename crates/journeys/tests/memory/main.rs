//! The private key f + b is in no process's memory at any time, b is in the
//! keeper alone and f in the face process alone: looked up in the memory of both
//! real processes, stopped inside the flights of the protocol, with numbers that
//! this test computes by itself afterwards. Nothing in the product prints a
//! share for it.
//!
//! Needs root, the demonstration photographs and anvil; says so when it skips.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod actor;
mod search;
mod shares;

use std::path::{Path, PathBuf};

use mien_face::{Pack, Template};
use mien_journeys::watch::{Copy, Moment, Side};
use mien_journeys::{Mien, Node, Photos};

use actor::{Act, Actor};
use search::{Extent, Found, Owner, Search, Secret};
use shares::{Keys, phrase_shares, probe, record, shares};

const PIN: &str = "correct horse";
const RECIPIENT: &str = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";

const ENROL_PHOTOS: [&str; 2] = ["obama.jpg", "obama2.jpg"];
const SCAN_PHOTOS: [&str; 1] = ["obama3.jpg"];

/// What a signature by the keeper's present share consists of.
const SIGNATURE: [&str; 3] = ["SignFirst", "SignSecond", "SignThird"];

#[test]
fn no_process_memory_ever_holds_the_key_or_the_other_side_s_share() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: memory of both processes (needs root)");
        return;
    }
    let Some(photos) = Photos::find() else {
        println!("skipped: memory of both processes (demonstration photographs not present)");
        return;
    };
    let room = tempfile::tempdir().unwrap();
    let home = room.path().join("first-device");
    let mien = Mien::beside_this_program(&home).unwrap();
    let started = mien.run(&["devnet", "start", "--port", "0"], "").unwrap();
    if started.status != Some(0) && started.errors.contains("was not found") {
        println!("skipped: memory of both processes (anvil not present)");
        return;
    }
    let url = started.success().unwrap()["rpc_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let _devnet = Devnet(mien.clone());
    Journey::new(&room, &photos, mien, Node::new(&url)).go();
}

/// Stops the node, also when the test fails.
struct Devnet(Mien);

impl Drop for Devnet {
    fn drop(&mut self) {
        let _ = self.0.run(&["devnet", "stop"], "");
    }
}

/// One wallet's life, looked at from inside both processes.
struct Journey<'a> {
    room: &'a Path,
    photos: &'a Photos,
    mien: Mien,
    actor: Actor,
    node: Node,
    probes: Vec<Template>,
}

impl<'a> Journey<'a> {
    fn new(room: &'a tempfile::TempDir, photos: &'a Photos, mien: Mien, node: Node) -> Self {
        let pack = Pack::load(&models()).unwrap();
        let probes = ["obama3.jpg", "obama.jpg", "obama2.jpg"]
            .map(|name| probe(&pack, photos, name).unwrap());
        let actor = Actor::new(&mien, &room.path().join("copies"));
        Self {
            room: room.path(),
            photos,
            mien,
            actor,
            node,
            probes: probes.to_vec(),
        }
    }

    fn go(&self) {
        let (keys, mut secrets) = self.enrol();
        self.send(&secrets);
        let picture = self.export(&secrets);
        secrets.extend(self.renew(&keys, &secrets));
        self.recover(&picture, &secrets);
    }

    /// Enrols with a paper phrase. Gives everything there is to look for.
    fn enrol(&self) -> (Keys, Vec<Secret>) {
        let enrol = ["enrol", "--agree", "--phrase", "make", "--pin-stdin"];
        let arguments = self.with_cameras(&enrol, &ENROL_PHOTOS);
        let (act, words) = self.actor.enrol_with_phrase(&arguments, PIN);
        let record = record(self.mien.home()).unwrap();
        let face = shares(&record, &self.probes, PIN).unwrap();
        let phrase = phrase_shares(&record, &words).unwrap();
        let keys = Keys::new(&record, &face).unwrap();
        let mut secrets = keys.secrets();
        secrets.extend(keys.share_secrets(&face, ""));
        secrets.extend(keys.share_secrets(&phrase, "_w"));
        let steps = [&["EnrolSecond", "SetPhrase"][..], &SIGNATURE].concat();
        check(&act, &secrets, &steps, Some(["f/2", "-b"]));
        (keys, secrets)
    }

    fn send(&self, secrets: &[Secret]) {
        let fund = ["devnet", "fund", "--amount", "10"];
        self.mien.run(&fund, "").unwrap().success().unwrap();
        let mut send = vec!["send", "--yes", "--pin-stdin", "--amount", "0.25"];
        let url = self.node.url();
        send.extend(["--to", RECIPIENT, "--rpc-url", &url]);
        let arguments = self.with_cameras(&send, &SCAN_PHOTOS);
        let before = self.node.balance(RECIPIENT).unwrap();
        let act = self.actor.act("send", &arguments, PIN);
        let balance = self.node.balance(RECIPIENT).unwrap();
        assert_eq!(balance - before, 10u128.pow(18) / 4, "nothing was sent");
        check(&act, secrets, &SIGNATURE, Some(["f/2", "-(b+t0)"]));
    }

    /// Writes and draws the kit. Gives the picture's path.
    fn export(&self, secrets: &[Secret]) -> String {
        let [kit, picture] = ["wallet.mienkit", "wallet.png"].map(|name| self.file(name));
        let export = ["kit", "export", "--file", &kit, "--qr", &picture].map(str::to_owned);
        let act = self.actor.act("export", &export, PIN);
        check(&act, secrets, &["ExportKit"], None);
        let show = ["kit", "show"].map(str::to_owned);
        let act = self.actor.act("show", &show, PIN);
        check(&act, secrets, &["DrawKit"], None);
        picture
    }

    /// Renews. Gives what there is to look for besides.
    fn renew(&self, keys: &Keys, secrets: &[Secret]) -> Vec<Secret> {
        let photos = [&SCAN_PHOTOS[..], &ENROL_PHOTOS].concat();
        let arguments = self.with_cameras(&["renew", "--pin-stdin"], &photos);
        let act = self.actor.act("renew", &arguments, PIN);
        let record = record(self.mien.home()).unwrap();
        assert_eq!(record.helper.generation, 1);
        let renewed = shares(&record, &self.probes, PIN).unwrap();
        let new = keys.share_secrets(&renewed, "'");
        let all = [secrets, &new].concat();
        let steps = [&["Renew"][..], &SIGNATURE].concat();
        check(&act, &all, &steps, Some(["f'/2", "-b'"]));
        new
    }

    /// Recovers on another device, from the kit of the time before the renewal.
    fn recover(&self, picture: &str, secrets: &[Secret]) {
        let device = self.mien.with_home(&self.room.join("second-device"));
        let recover = ["recover", picture, "--pin-stdin"];
        let arguments = self.with_cameras(&recover, &SCAN_PHOTOS);
        let act = self.actor.over(&device).act("recover", &arguments, PIN);
        let steps = [&["InspectKit", "ImportKit"][..], &SIGNATURE].concat();
        check(&act, secrets, &steps, Some(["f/2", "-b"]));
    }

    fn with_cameras(&self, command: &[&str], photos: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = command.iter().map(|s| (*s).to_owned()).collect();
        for photo in photos {
            all.extend(["--camera".to_owned(), self.photos.camera(photo)]);
        }
        all
    }

    fn file(&self, name: &str) -> String {
        self.room.join(name).to_str().unwrap().to_owned()
    }
}

/// Holds what was copied during one command to the rule, and the search itself
/// to finding what must be there.
///
/// `sought` are the numbers that the face process and the keeper work with.
fn check(act: &Act, secrets: &[Secret], steps: &[&str], sought: Option<[&str; 2]>) {
    let copies = Copy::all_in(&act.copies).unwrap();
    for step in steps {
        for side in [Side::Face, Side::Keeper] {
            let memory = |c: &&Copy| c.moment != Moment::Message && c.side == side;
            let seen = copies.iter().filter(memory).any(|c| c.step == **step);
            assert!(seen, "{}: no copy of {side:?} at {step}", act.name);
        }
    }
    let search = Search::new(secrets);
    let mut met = [false; 2];
    for copy in &copies {
        let found = search.run(&copy.path).unwrap();
        only_its_own(act, copy, &found);
        let whole = |name: &str| {
            let mut whole = found.iter().filter(|f| f.extent == Extent::Whole);
            whole.any(|f| f.secret.name == name)
        };
        if let Some([face, keeper]) = sought {
            match (copy.side, copy.step.as_str(), copy.moment) {
                (Side::Face, "SignSecond", Moment::Asked) => met[0] |= whole(face),
                (Side::Keeper, "SignFirst", Moment::Answered) => met[1] |= whole(keeper),
                _ => {}
            }
        }
    }
    if let Some(names) = sought {
        assert!(
            met == [true; 2],
            "{}: the search does not find {names:?} where they must be: {met:?}",
            act.name
        );
    }
    println!(
        "{}: {} copies, {} MB, {} numbers looked for",
        act.name,
        copies.len(),
        copies.iter().map(size).sum::<u64>() >> 20,
        secrets.len()
    );
    std::fs::remove_dir_all(&act.copies).unwrap();
}

/// Fails if a copy holds a number that its process must not know.
fn only_its_own(act: &Act, copy: &Copy, found: &[Found<'_>]) {
    let wrong: Vec<String> = found
        .iter()
        .filter(|f| f.secret.owner != Owner::Only(copy.side))
        .map(|f| describe(copy, f))
        .collect();
    assert!(
        wrong.is_empty(),
        "{}: {:?} at {}, {:?} holds what it must not:\n{}",
        act.name,
        copy.side,
        copy.step,
        copy.moment,
        wrong.join("\n")
    );
}

fn describe(copy: &Copy, found: &Found<'_>) -> String {
    let map = std::fs::read_to_string(format!("{}.map", copy.path.display())).unwrap_or_default();
    let place = map
        .lines()
        .take_while(|line| {
            let start = line.split(' ').next().and_then(|n| n.parse().ok());
            start.is_some_and(|start: usize| start <= found.offset)
        })
        .last()
        .unwrap_or("?");
    let Found {
        secret,
        extent,
        offset,
    } = found;
    format!(
        "{} ({extent:?}) at {offset}, in the run {place}",
        secret.name
    )
}

fn size(copy: &Copy) -> u64 {
    std::fs::metadata(&copy.path).map_or(0, |m| m.len())
}

fn models() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    std::env::var_os("MIEN_MODELS").map_or_else(|| workspace.unwrap().join("models"), PathBuf::from)
}
