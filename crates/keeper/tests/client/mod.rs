//! The face side of the protocol, against a keeper in the same process.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test support; each test uses a part of it"
)]

use std::cell::Cell;
use std::path::Path;

use mien_cosign::{
    ExtendedKey, FaceKeygen, FacePrepared, FaceSetup, FaceShare, FaceSigner, ProofContext,
    SignContext, Signature,
};
use mien_intent::{Decoded, Request as What};
use mien_keeper::protocol::{Answer, Flight, KeyPath, MemoryLock, Reply, Request, ShareKind};
use mien_keeper::{Argon2Cost, Clock, Keeper, KeeperError, PinUse, SketchRecord, parties};
use mien_sketch::Params;
use rand::rngs::ThreadRng;

thread_local! {
    static NOW: Cell<u64> = const { Cell::new(1_000_000) };
    static STEADY: Cell<u64> = const { Cell::new(7) };
}

fn now() -> u64 {
    NOW.get()
}

fn steady() -> u64 {
    STEADY.get()
}

const CLOCK: Clock = Clock { wall: now, steady };

/// Sets the wall clock back.
pub fn set_back(seconds: u64) {
    NOW.set(NOW.get() - seconds);
}

/// Lets time pass while the wall clock stands.
pub fn wait_by_steady_clock(seconds: u64) {
    STEADY.set(STEADY.get() + seconds);
}

/// Lets time pass.
pub fn wait(seconds: u64) {
    NOW.set(NOW.get() + seconds);
}

#[expect(clippy::disallowed_methods, reason = "a test is a start of a program")]
pub fn rng() -> ThreadRng {
    rand::rng()
}

/// A face process, as far as the keeper sees one.
pub struct Client {
    pub keeper: Keeper<ThreadRng>,
    prepared: Option<FacePrepared>,
    attempt: u32,
}

impl Client {
    pub fn new(folder: &Path) -> Self {
        let keeper = Keeper::new(folder, CLOCK, rng(), MemoryLock::Limited);
        Self {
            keeper,
            prepared: None,
            attempt: 0,
        }
    }

    pub fn ask(&mut self, request: Request) -> Answer {
        let answer = self.keeper.answer(request);
        self.keeper.work_ahead();
        answer
    }

    fn flight(&mut self, request: Request) -> Result<Flight, KeeperError> {
        match self.ask(request)? {
            Reply::Flight(flight) => Ok(flight),
            other => panic!("{other:?}"),
        }
    }

    pub fn set_up(mut self) -> Self {
        self.set_up_again();
        self
    }

    pub fn set_up_again(&mut self) {
        let (state, first) = FaceSetup::start(&parties(), &mut rng());
        let answer = self
            .flight(Request::SetupFirst(Flight::of(&first).unwrap()))
            .unwrap();
        let (state, second) = state.open(answer.read().unwrap()).unwrap();
        let answer = self
            .flight(Request::SetupSecond(Flight::of(&second).unwrap()))
            .unwrap();
        self.prepared = Some(state.finish(answer.read().unwrap()).unwrap());
    }

    pub fn enrol(&mut self, share: &FaceShare, pin: PinUse) -> Result<ExtendedKey, KeeperError> {
        let (state, first) = FaceKeygen::start(&parties(), &mut rng());
        let answer = self.flight(Request::EnrolFirst(Flight::of(&first)?))?;
        let (state, second) = state.prove(share, answer.read()?, &mut rng()).unwrap();
        let flight = Flight::of(&second)?;
        let answer = self.flight(Request::EnrolSecond {
            flight,
            sketch: sketch(pin),
        })?;
        Ok(state.finish(answer.read()?).unwrap())
    }

    /// The first two flights of a signature; the answer to the second, if any.
    pub fn sign_to_second(
        &mut self,
        key: &ExtendedKey,
        what: &What,
        path: KeyPath,
        kind: ShareKind,
        share: &FaceShare,
    ) -> Result<(mien_cosign::FaceRevealed, Flight), KeeperError> {
        self.attempt += 1;
        let hash = Decoded::from_request(what).unwrap().signing_hash();
        let context = match path {
            KeyPath::Master => SignContext::master(key, hash, self.attempt),
            KeyPath::Account(i) => SignContext::account(key, i, hash, self.attempt).unwrap(),
        };
        let prepared = self.prepared.as_ref().expect("a set-up");
        let (state, first) = FaceSigner::start(prepared, share, &context).unwrap();
        let flight = Flight::of(&first)?;
        let request = Request::SignFirst {
            what: what.clone(),
            key: path,
            share: kind,
            flight,
        };
        let answer = self.flight(request)?;
        let (state, second) = state.reveal(answer.read()?).unwrap();
        let answer = self.flight(Request::SignSecond(Flight::of(&second)?))?;
        Ok((state, answer))
    }

    pub fn sign(
        &mut self,
        key: &ExtendedKey,
        what: &What,
        path: KeyPath,
        kind: ShareKind,
        share: &FaceShare,
    ) -> Result<Signature, KeeperError> {
        let (state, answer) = self.sign_to_second(key, what, path, kind, share)?;
        let (signature, third) = state.finish(answer.read()?).unwrap();
        self.ask(Request::SignThird(Flight::of(&third)?))?;
        Ok(signature)
    }

    /// Opens and signs a drill.
    pub fn drill(
        &mut self,
        key: &ExtendedKey,
        share: &FaceShare,
    ) -> Result<Signature, KeeperError> {
        self.ask(Request::Open)?;
        self.sign(key, &drill(), KeyPath::Master, ShareKind::Face, share)
    }

    pub fn renew(&mut self, key: &ExtendedKey, old: &FaceShare, new: &FaceShare) -> Answer {
        let session = self.prepared.as_ref().expect("a set-up").session();
        let context = ProofContext::renewal(&session, key.public_key());
        let proof = Flight::of(&context.prove(new, &mut rng()))?;
        let sketch = sketch(PinUse::Required);
        self.ask(Request::Renew {
            delta: old.difference(new),
            proof,
            sketch,
        })
    }
}

/// An EIP-1559 transfer of 1 wei.
pub fn transfer(chain_id: u64) -> What {
    // 0x02 ‖ rlp([chain id, 0, 1, 2, 21000, to, 1, "", []])
    let mut body = match chain_id {
        0..=127 => vec![u8::try_from(chain_id).unwrap()],
        _ => {
            let bytes = u16::try_from(chain_id).unwrap().to_be_bytes();
            vec![0x82, bytes[0], bytes[1]]
        }
    };
    body.extend([0x80, 0x01, 0x02, 0x82, 0x52, 0x08, 0x94]);
    body.extend([0x11; 20]);
    body.extend([0x01, 0x80, 0xc0]);
    let mut unsigned = vec![0x02, 0xc0 + u8::try_from(body.len()).unwrap()];
    unsigned.extend(body);
    What::Transaction { unsigned }
}

/// Any drill: the keeper fixes its text.
pub fn drill() -> What {
    What::Drill {
        identity: [1, 2, 3, 4],
        nonce: [9; 32],
    }
}

/// A sketch of nobody; the keeper cannot tell.
pub fn sketch(pin: PinUse) -> SketchRecord {
    let params = Params::new(128, 32, 8, 32, 4000).unwrap();
    SketchRecord {
        pack_id: [7; 32],
        pin,
        params: params.to_bytes(),
        rho: [8; 32],
        masked_offset: vec![9; params.offset_len()],
        salt_pin: [1; 16],
        salt_share: [2; 16],
        argon2: Argon2Cost::DEFAULT,
    }
}
