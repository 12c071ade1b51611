//! Shift, turn and scale in the plane.

/// A similarity transform without reflection:
/// `x′ = a·x − b·y + tx`, `y′ = b·x + a·y + ty`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similarity {
    a: f64,
    b: f64,
    tx: f64,
    ty: f64,
}

impl Similarity {
    /// The transform that turns by `angle` (radians, from x towards y), scales
    /// by `scale` and takes `from` to `to`.
    #[must_use]
    pub fn about(from: [f64; 2], to: [f64; 2], scale: f64, angle: f64) -> Self {
        let (a, b) = (scale * angle.cos(), scale * angle.sin());
        Self {
            a,
            b,
            tx: to[0] - a * from[0] + b * from[1],
            ty: to[1] - b * from[0] - a * from[1],
        }
    }

    /// The least-squares fit that takes each point of `from` to its partner in
    /// `to` (Umeyama, IEEE PAMI 13(4), 1991, for the plane without reflection).
    ///
    /// Nothing when fewer than two distinct points are given or a coordinate is
    /// not finite.
    #[must_use]
    pub fn fit(from: &[[f64; 2]], to: &[[f64; 2]]) -> Option<Self> {
        if from.len() != to.len() || from.len() < 2 {
            return None;
        }
        let (f0, t0) = (mean(from), mean(to));
        let (mut dot, mut cross, mut spread) = (0.0, 0.0, 0.0);
        for (f, t) in from.iter().zip(to) {
            let (fx, fy) = (f[0] - f0[0], f[1] - f0[1]);
            let (tx, ty) = (t[0] - t0[0], t[1] - t0[1]);
            dot += fx * tx + fy * ty;
            cross += fx * ty - fy * tx;
            spread += fx * fx + fy * fy;
        }
        let (a, b) = (dot / spread, cross / spread);
        let found = Self {
            a,
            b,
            tx: t0[0] - a * f0[0] + b * f0[1],
            ty: t0[1] - b * f0[0] - a * f0[1],
        };
        (found.is_finite() && found.scale() > 0.0).then_some(found)
    }

    /// Where a point goes.
    #[must_use]
    pub fn apply(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [
            self.a * x - self.b * y + self.tx,
            self.b * x + self.a * y + self.ty,
        ]
    }

    /// The way back, or nothing when the scale is zero.
    #[must_use]
    pub fn inverse(&self) -> Option<Self> {
        let square = self.a * self.a + self.b * self.b;
        let (a, b) = (self.a / square, -self.b / square);
        let found = Self {
            a,
            b,
            tx: -(a * self.tx - b * self.ty),
            ty: -(b * self.tx + a * self.ty),
        };
        found.is_finite().then_some(found)
    }

    /// Length in the target of one unit in the source.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.a.hypot(self.b)
    }

    /// The turn from x towards y, in radians.
    #[must_use]
    pub fn angle(&self) -> f64 {
        self.b.atan2(self.a)
    }

    /// The step in the target for one unit of x; one unit of y is this turned
    /// by a right angle.
    pub(crate) fn step(&self) -> [f64; 2] {
        [self.a, self.b]
    }

    fn is_finite(&self) -> bool {
        [self.a, self.b, self.tx, self.ty]
            .iter()
            .all(|v| v.is_finite())
    }
}

fn mean(points: &[[f64; 2]]) -> [f64; 2] {
    let n = points.len() as f64;
    let sum = points
        .iter()
        .fold([0.0, 0.0], |s, p| [s[0] + p[0], s[1] + p[1]]);
    [sum[0] / n, sum[1] / n]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(p: [f64; 2], q: [f64; 2]) -> bool {
        (p[0] - q[0]).hypot(p[1] - q[1]) < 1e-6
    }

    proptest! {
        #[test]
        fn fitting_finds_the_transform_that_made_the_points(
            angle in -3.0..3.0_f64, scale in 0.05..20.0_f64,
            x in -500.0..500.0_f64, y in -500.0..500.0_f64,
        ) {
            let made = Similarity::about([3.0, 4.0], [x, y], scale, angle);
            let from = [[0.0, 0.0], [10.0, 1.0], [4.0, 12.0], [-3.0, 7.5]];
            let to = from.map(|p| made.apply(p));
            let found = Similarity::fit(&from, &to).unwrap();
            for p in from {
                prop_assert!(near(found.apply(p), made.apply(p)));
                prop_assert!(near(made.inverse().unwrap().apply(made.apply(p)), p));
            }
            prop_assert!((found.scale() - scale).abs() < 1e-9 * scale.max(1.0));
        }
    }

    #[test]
    fn the_fit_is_the_best_one() {
        // Points that no similarity explains: every small change makes it worse.
        let from = [[0.0, 0.0], [10.0, 0.0], [5.0, 8.0], [1.0, 9.0]];
        let to = [[1.0, 1.0], [9.0, 3.0], [3.0, 9.0], [-2.0, 8.0]];
        let cost = |s: &Similarity| -> f64 {
            from.iter()
                .zip(&to)
                .map(|(f, t)| {
                    let p = s.apply(*f);
                    (p[0] - t[0]).powi(2) + (p[1] - t[1]).powi(2)
                })
                .sum()
        };
        let best = Similarity::fit(&from, &to).unwrap();
        for d in [-0.01, 0.01] {
            for other in [
                Similarity {
                    a: best.a + d,
                    ..best
                },
                Similarity {
                    b: best.b + d,
                    ..best
                },
                Similarity {
                    tx: best.tx + d,
                    ..best
                },
                Similarity {
                    ty: best.ty + d,
                    ..best
                },
            ] {
                assert!(cost(&other) > cost(&best));
            }
        }
    }

    #[test]
    fn degenerate_points_have_no_fit() {
        let p = [[1.0, 2.0]; 3];
        assert!(Similarity::fit(&p, &[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]).is_none());
        assert!(Similarity::fit(&p[..1], &p[..1]).is_none());
        assert!(Similarity::fit(&[[0.0, f64::NAN], [1.0, 1.0]], &p[..2]).is_none());
    }
}
