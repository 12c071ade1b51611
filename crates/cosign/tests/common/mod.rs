//! Both parties in one process, every message through its bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, missing_docs)]

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use mien_cosign::{
    Body, CosignError, ExtendedKey, FaceKeygen, FacePrepared, FaceSetup, FaceShare, FaceSigner,
    HelperShare, KeeperKeygen, KeeperPrepared, KeeperSetup, KeeperSigner, Message, Parties,
    PartyId, SignContext, Signature,
};
use rand::SeedableRng;
use rand::rngs::StdRng;

pub const HASH: [u8; 32] = [7; 32];

/// A random source that is seeded afresh for each call, by a counter.
pub fn rng() -> StdRng {
    static SEED: AtomicU32 = AtomicU32::new(0);
    StdRng::seed_from_u64(0x6d69_656e + u64::from(SEED.fetch_add(1, Ordering::Relaxed)))
}

pub fn parties() -> Parties {
    Parties {
        face: PartyId::from_label("face"),
        keeper: PartyId::from_label("keeper"),
    }
}

/// Sends a message through its encoding.
pub fn wire<B: Body>(message: &Message<B>) -> Message<B> {
    Message::from_bytes(&message.to_bytes().unwrap()).unwrap()
}

/// A face share with the helper share and key that an honest enrolment gives.
pub fn enrol() -> (FaceShare, HelperShare, ExtendedKey) {
    let mut rng = rng();
    let share = FaceShare::random(&mut rng);
    let (face, flight) = FaceKeygen::start(&parties(), &mut rng);
    let (keeper, flight) = KeeperKeygen::start(&parties(), wire(&flight), &mut rng);
    let (face, flight) = face.prove(&share, wire(&flight), &mut rng).unwrap();
    let (helper, key, flight) = keeper.finish(wire(&flight)).unwrap();
    assert_eq!(face.finish(wire(&flight)).unwrap(), key);
    (share, helper, key)
}

pub fn set_up() -> (FacePrepared, KeeperPrepared) {
    let mut rng = rng();
    let (face, flight) = FaceSetup::start(&parties(), &mut rng);
    let (keeper, flight) = KeeperSetup::start(&parties(), wire(&flight), &mut rng);
    std::thread::scope(|scope| {
        let keeper = scope.spawn(|| keeper.open().unwrap());
        let (face, to_keeper) = face.open(wire(&flight)).unwrap();
        let (keeper, to_face) = keeper.join().unwrap();
        let keeper = scope.spawn(move || keeper.finish(wire(&to_keeper)).unwrap());
        (face.finish(wire(&to_face)).unwrap(), keeper.join().unwrap())
    })
}

/// One set-up for the tests that do not end it. Their attempts differ.
pub fn shared_set_up() -> &'static (FacePrepared, KeeperPrepared) {
    static SHARED: OnceLock<(FacePrepared, KeeperPrepared)> = OnceLock::new();
    SHARED.get_or_init(set_up)
}

/// An attempt number that no other test of this process uses.
pub fn fresh_attempt() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A whole signature; both sides must come to the same one.
pub fn sign(
    (face, keeper): &(FacePrepared, KeeperPrepared),
    share: &FaceShare,
    helper: &HelperShare,
    context: &SignContext,
) -> Result<Signature, CosignError> {
    let (face, flight) = FaceSigner::start(face, share, context)?;
    let (keeper, flight) = KeeperSigner::start(keeper, helper, context, wire(&flight))?;
    let (face, flight) = face.reveal(wire(&flight))?;
    let (keeper, flight) = keeper.check(wire(&flight))?;
    let (signature, flight) = face.finish(wire(&flight))?;
    assert_eq!(keeper.finish(wire(&flight))?, signature);
    Ok(signature)
}
