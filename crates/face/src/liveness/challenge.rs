//! Which actions are asked for, in which order.

use rand_core::CryptoRng;

use super::Action;

/// The ways to ask: one action, or two in order that do not contradict.
const WAYS: u32 = 32;

/// Actions in the order in which they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    actions: Vec<Action>,
}

impl Challenge {
    /// One action, or two different ones of which neither hides nor undoes the
    /// other: each of the 32 ways is as likely as any other. A recording made
    /// before the draw fits one of them.
    #[must_use]
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        // 32 divides 2³², so no way is favoured.
        let pick = rng.next_u32() % WAYS;
        let chosen = usize::try_from(pick).ok().and_then(|k| ways().nth(k));
        Self {
            actions: chosen.unwrap_or_else(|| vec![Action::Blink]),
        }
    }

    /// The poses of an enrolment after the straight look, in a fixed order:
    /// variety for the template rather than a surprise.
    #[must_use]
    pub fn tour() -> Self {
        Self {
            actions: vec![
                Action::TurnLeft,
                Action::TurnRight,
                Action::LookUp,
                Action::Smile,
                Action::Blink,
            ],
        }
    }

    /// The actions, at least one.
    #[must_use]
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// These actions, for tests and measurements.
    #[must_use]
    pub fn of(first: Action, then: &[Action]) -> Self {
        let mut actions = vec![first];
        actions.extend(then);
        Self { actions }
    }
}

/// Every way to ask.
fn ways() -> impl Iterator<Item = Vec<Action>> {
    let one = Action::ALL.into_iter().map(|a| vec![a]);
    let two = Action::ALL.into_iter().flat_map(|a| {
        let fits = move |b: &Action| !a.contradicts(*b);
        Action::ALL
            .into_iter()
            .filter(fits)
            .map(move |b| vec![a, b])
    });
    one.chain(two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use std::collections::HashMap;

    #[test]
    fn every_way_is_drawn_about_equally_often() {
        assert_eq!(ways().count(), WAYS as usize);
        let mut rng = StdRng::seed_from_u64(5);
        let mut counts: HashMap<Vec<Action>, u32> = HashMap::new();
        for _ in 0..6400 {
            let drawn = Challenge::draw(&mut rng);
            *counts.entry(drawn.actions).or_default() += 1;
        }
        assert_eq!(counts.len(), WAYS as usize);
        assert!(counts.values().all(|n| (130..280).contains(n)));
        for way in counts.keys() {
            if let [a, b] = way.as_slice() {
                assert!(a != b && !a.contradicts(*b), "{a} and {b}");
            }
        }
        let order = [Action::Smile, Action::Blink];
        let other = [Action::Blink, Action::Smile];
        assert!(counts.contains_key(order.as_slice()) && counts.contains_key(other.as_slice()));
    }

    #[test]
    fn a_tour_covers_every_pose_of_an_enrolment() {
        let tour = Challenge::tour();
        let missing: Vec<Action> = Action::ALL
            .into_iter()
            .filter(|a| !tour.actions().contains(a))
            .collect();
        // A smile moves the mouth already.
        assert_eq!(missing, [Action::OpenMouth]);
    }
}
