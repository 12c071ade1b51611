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
#[path = "../common/mod.rs"]
mod common;
mod search;
mod shares;

use actor::{Act, Actor};
use common::{Devnet, ENROL, PIN, RECIPIENT, RENEW, Stage, models};
use mien_face::{Pack, Template};
use mien_journeys::watch::{Copy, Moment, Side};
use mien_journeys::{Mien, Node};
use search::{Extent, Found, Owner, Search, Secret};
use shares::{Keys, phrase_shares, probe, record, shares};

const SCAN_PHOTOS: [&str; 1] = ["obama3.jpg"];

/// What a signature by the keeper's present share consists of.
const SIGNATURE: [&str; 3] = ["SignFirst", "SignSecond", "SignThird"];

#[test]
fn no_process_memory_ever_holds_the_key_or_the_other_side_s_share() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: memory of both processes (needs root)");
        return;
    }
    let what = "memory of both processes";
    let Some(stage) = Stage::empty(what) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, what) else {
        return;
    };
    Journey::new(&stage, &devnet.node).go();
}

/// One wallet's life, looked at from inside both processes.
struct Journey<'a> {
    stage: &'a Stage,
    mien: &'a Mien,
    actor: Actor,
    node: &'a Node,
    probes: Vec<Template>,
}

impl<'a> Journey<'a> {
    fn new(stage: &'a Stage, node: &'a Node) -> Self {
        let pack = Pack::load(&models()).unwrap();
        let probes = RENEW.map(|name| probe(&pack, &stage.photos, name).unwrap());
        Self {
            stage,
            mien: &stage.mien,
            actor: Actor::new(&stage.mien, &stage.path("copies")),
            node,
            probes: probes.to_vec(),
        }
    }

    fn go(&self) {
        let (keys, mut secrets) = self.enrol();
        self.send(&secrets);
        self.session(&secrets);
        let picture = self.export(&secrets);
        secrets.extend(self.renew(&keys, &secrets));
        self.recover(&picture, &secrets);
    }

    /// Enrols with a paper phrase. Gives everything there is to look for.
    fn enrol(&self) -> (Keys, Vec<Secret>) {
        let enrol = ["enrol", "--agree", "--phrase", "make", "--pin-stdin"];
        let arguments = self.stage.arguments(&enrol, &ENROL);
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
        let arguments = self.stage.arguments(&send, &SCAN_PHOTOS);
        let before = self.node.balance(RECIPIENT).unwrap();
        let act = self.actor.act("send", &arguments, PIN);
        let balance = self.node.balance(RECIPIENT).unwrap();
        assert_eq!(balance - before, 10u128.pow(18) / 4, "nothing was sent");
        check(&act, secrets, &SIGNATURE, Some(["f/2", "-(b+t0)"]));
    }

    /// One scan and two signatures: f stays longer, and still in one place only.
    fn session(&self, secrets: &[Secret]) {
        let url = self.node.url();
        let session = ["session", "--pin-stdin", "--rpc-url", &url];
        let arguments = self.stage.arguments(&session, &SCAN_PHOTOS);
        let before = self.node.balance(RECIPIENT).unwrap();
        let send = format!("send --to {RECIPIENT} --amount 0.25");
        let input = format!("{PIN}\n{send}\n{send}\nclose");
        let act = self.actor.act("session", &arguments, &input);
        let balance = self.node.balance(RECIPIENT).unwrap();
        assert_eq!(balance - before, 10u128.pow(18) / 2, "two were not sent");
        check(&act, secrets, &SIGNATURE, Some(["f/2", "-(b+t0)"]));
    }

    /// Writes and draws the kit. Gives the picture's path.
    fn export(&self, secrets: &[Secret]) -> String {
        let [kit, picture] = ["wallet.mienkit", "wallet.png"].map(|name| self.stage.file(name));
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
        let arguments = self.stage.arguments(&["renew", "--pin-stdin"], &RENEW);
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
        let device = self.mien.with_home(&self.stage.path("second-device"));
        let recover = ["recover", picture, "--pin-stdin"];
        let arguments = self.stage.arguments(&recover, &SCAN_PHOTOS);
        let act = self.actor.over(&device).act("recover", &arguments, PIN);
        let steps = [&["InspectKit", "ImportKit"][..], &SIGNATURE].concat();
        check(&act, secrets, &steps, Some(["f/2", "-b"]));
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
