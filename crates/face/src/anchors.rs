//! The grid that the detector's answers refer to.
//!
//! BlazeFace (Bazarevsky et al., arXiv:1907.05047) answers for two anchors in
//! each cell of a 16 × 16 grid and six in each of an 8 × 8 grid over its
//! 128-pixel input.

/// Side of the detector's input.
pub(crate) const INPUT: usize = 128;

/// Anchors in the fine and in the coarse grid.
pub(crate) const FINE: usize = 16 * 16 * 2;
pub(crate) const COARSE: usize = 8 * 8 * 6;

/// Centres in input pixels: the fine grid row by row, then the coarse one.
pub(crate) fn centres() -> Vec<[f32; 2]> {
    let mut centres = Vec::with_capacity(FINE + COARSE);
    for (cells, anchors) in [(16_usize, 2), (8, 6)] {
        let step = INPUT as f32 / cells as f32;
        for y in 0..cells {
            for x in 0..cells {
                let centre = [step * (x as f32 + 0.5), step * (y as f32 + 0.5)];
                centres.extend(std::iter::repeat_n(centre, anchors));
            }
        }
    }
    centres
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_grids_cover_the_input() {
        let centres = centres();
        assert_eq!(centres.len(), 896);
        assert_eq!(centres[0], [4.0, 4.0]);
        assert_eq!(centres[3], [12.0, 4.0]);
        assert_eq!(centres[FINE - 1], [124.0, 124.0]);
        assert_eq!(centres[FINE], [8.0, 8.0]);
        assert_eq!(centres[FINE + 6], [24.0, 8.0]);
        assert_eq!(centres[895], [120.0, 120.0]);
    }
}
