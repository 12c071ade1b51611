//! Depthwise convolution: every channel has a filter of its own.
//!
//! The inference runtime computes it one number at a time, which would be most
//! of the time that a pack's networks take. Here a channel is copied into a
//! plane with its border, so that all the values under one weight of the filter
//! lie side by side whatever the width of the picture, and are multiplied a
//! vector at a time.

use rayon::prelude::*;
use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};
use zeroize::Zeroizing;

/// Vectors that are summed at once: enough to hide the latency of one sum.
const AT_ONCE: usize = 4;

/// What lies beyond the border of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// Zeros, so that the result has ⌈size / stride⌉ rows; an odd one goes to
    /// the lower right (TensorFlow's `SAME`).
    Zeros,
    /// Nothing: the filter stays within the picture (`VALID`).
    Nothing,
}

/// The filters of all channels.
pub(crate) struct Depthwise {
    /// Rows and columns of a filter.
    kernel: [usize; 2],
    /// Step between two results, in both directions.
    stride: usize,
    border: Border,
    /// (channels, rows, columns).
    weights: Vec<f32>,
    /// One for each channel.
    bias: Vec<f32>,
}

impl Depthwise {
    /// Filters of `kernel` rows and columns, one for each number in `bias`;
    /// nothing if kernel or stride is zero or `weights` of shape (channels,
    /// rows, columns) has another length.
    pub(crate) fn new(
        kernel: [usize; 2],
        stride: usize,
        border: Border,
        weights: Vec<f32>,
        bias: Vec<f32>,
    ) -> Option<Self> {
        let area = kernel[0].checked_mul(kernel[1])?;
        let fits = area > 0 && stride > 0 && area.checked_mul(bias.len()) == Some(weights.len());
        fits.then_some(Self {
            kernel,
            stride,
            border,
            weights,
            bias,
        })
    }

    /// Filters values of shape (batch, channels, rows, columns); gives shape and
    /// values of the result, or nothing if the shape does not fit.
    pub(crate) fn apply(
        &self,
        [batch, channels, height, width]: [usize; 4],
        values: &[f32],
    ) -> Option<([usize; 4], Vec<f32>)> {
        let rows = self.axis(height, self.kernel[0])?;
        let columns = self.axis(width, self.kernel[1])?;
        let planes = batch * channels;
        let (from, to) = (height * width, rows.results * columns.results);
        if channels != self.bias.len() || values.len() != planes * from || values.is_empty() {
            return None;
        }
        let mut results = vec![0.0; planes * to];
        let share = planes.div_ceil(rayon::current_num_threads());
        results
            .par_chunks_mut(share * to)
            .zip(values.par_chunks(share * from))
            .enumerate()
            .for_each(|(k, (results, values))| {
                let planes = Planes {
                    filters: self,
                    first: k * share,
                    rows,
                    columns,
                    values,
                    results,
                };
                planes.dispatch();
            });
        Some(([batch, channels, rows.results, columns.results], results))
    }

    fn axis(&self, size: usize, kernel: usize) -> Option<Axis> {
        let (results, padded) = match self.border {
            Border::Zeros => {
                let results = size.div_ceil(self.stride);
                let reach = results.checked_sub(1)? * self.stride + kernel;
                (results, reach.max(size))
            }
            Border::Nothing => (size.checked_sub(kernel)? / self.stride + 1, size),
        };
        Some(Axis {
            size,
            results,
            before: (padded - size) / 2,
            padded,
        })
    }
}

/// One direction of the picture.
#[derive(Clone, Copy)]
struct Axis {
    size: usize,
    results: usize,
    /// Zeros before the picture.
    before: usize,
    /// Picture and zeros.
    padded: usize,
}

/// Consecutive channels, as one thread filters them.
struct Planes<'a> {
    filters: &'a Depthwise,
    /// Number of the first plane.
    first: usize,
    rows: Axis,
    columns: Axis,
    values: &'a [f32],
    results: &'a mut [f32],
}

impl SimdOp for Planes<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let block = AT_ONCE * isa.f32().len();
        let (rows, columns, stride) = (self.rows, self.columns, self.filters.stride);
        let area = self.filters.kernel[0] * self.filters.kernel[1];
        // Both have room for the rest of a last block.
        let mut plane = Zeroizing::new(vec![0.0; rows.padded * columns.padded + block]);
        let mut sums = Zeroizing::new(vec![0.0; rows.results * columns.padded + block]);
        let from = self.values.chunks_exact(rows.size * columns.size);
        let to = (self.results).chunks_exact_mut(rows.results * columns.results);
        for (k, (from, to)) in from.zip(to).enumerate() {
            let start = rows.before * columns.padded + columns.before;
            let inner = plane[start..].chunks_mut(columns.padded);
            for (row, inner) in from.chunks_exact(columns.size).zip(inner) {
                inner[..columns.size].copy_from_slice(row);
            }
            let channel = (self.first + k) % self.filters.bias.len();
            let filter = Filter {
                weights: &self.filters.weights[channel * area..][..area],
                bias: self.filters.bias[channel],
                width: self.filters.kernel[1],
                pitch: columns.padded,
            };
            if stride == 1 {
                // All rows in one go: the sums at the border are not read.
                let length = (rows.results - 1) * columns.padded + columns.results;
                filter.slide(isa, &plane, &mut sums, length);
            } else {
                let length = (columns.results - 1) * stride + 1;
                for y in 0..rows.results {
                    let above = &plane[y * stride * columns.padded..];
                    filter.slide(isa, above, &mut sums[y * columns.padded..], length);
                }
            }
            let sums = sums.chunks(columns.padded);
            for (row, sums) in to.chunks_exact_mut(columns.results).zip(sums) {
                for (result, sum) in row.iter_mut().zip(sums.iter().step_by(stride)) {
                    *result = *sum;
                }
            }
        }
    }
}

/// The filter of one channel over a plane whose rows are `pitch` long.
struct Filter<'a> {
    weights: &'a [f32],
    bias: f32,
    width: usize,
    pitch: usize,
}

impl Filter<'_> {
    /// The sums at `length` consecutive places, and a few more that fill up the
    /// last block.
    #[inline(always)]
    fn slide<I: Isa>(&self, isa: I, plane: &[f32], sums: &mut [f32], length: usize) {
        let ops = isa.f32();
        let block = AT_ONCE * ops.len();
        let blocks = length.div_ceil(block);
        for (k, sums) in sums.chunks_exact_mut(block).take(blocks).enumerate() {
            let mut sum = [ops.splat(self.bias); AT_ONCE];
            for (y, weights) in self.weights.chunks_exact(self.width).enumerate() {
                let row = &plane[k * block + y * self.pitch..];
                for (x, weight) in weights.iter().enumerate() {
                    let weight = ops.splat(*weight);
                    let values = ops.load_many::<AT_ONCE>(&row[x..]);
                    for (sum, value) in sum.iter_mut().zip(values) {
                        *sum = ops.mul_add(value, weight, *sum);
                    }
                }
            }
            for (sum, place) in sum.into_iter().zip(sums.chunks_exact_mut(ops.len())) {
                ops.store(sum, place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rten::ThreadPool;

    /// The definition, one result at a time.
    fn plain(
        filters: &Depthwise,
        [batch, channels, height, width]: [usize; 4],
        values: &[f32],
    ) -> Vec<f32> {
        let ([kh, kw], stride) = (filters.kernel, filters.stride);
        let along = |size: usize, kernel: usize| match filters.border {
            Border::Zeros => {
                let results = size.div_ceil(stride);
                let missing = ((results - 1) * stride + kernel).saturating_sub(size);
                (results, missing / 2)
            }
            Border::Nothing => ((size - kernel) / stride + 1, 0),
        };
        let ((rows, top), (columns, left)) = (along(height, kh), along(width, kw));
        let mut results = Vec::new();
        for plane in 0..batch * channels {
            let channel = plane % channels;
            for (y, x) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
                let mut sum = f64::from(filters.bias[channel]);
                for (j, i) in (0..kh).flat_map(|j| (0..kw).map(move |i| (j, i))) {
                    let row = (y * stride + j).checked_sub(top).filter(|r| *r < height);
                    let column = (x * stride + i).checked_sub(left).filter(|c| *c < width);
                    if let (Some(row), Some(column)) = (row, column) {
                        let value = values[(plane * height + row) * width + column];
                        let weight = filters.weights[(channel * kh + j) * kw + i];
                        sum += f64::from(value) * f64::from(weight);
                    }
                }
                #[allow(clippy::cast_possible_truncation)] // rounding is meant
                results.push(sum as f32);
            }
        }
        results
    }

    /// Numbers between −1 and 1 without a pattern.
    fn noise(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    proptest! {
        #[test]
        fn it_is_the_sum_of_its_definition(
            kernel in [1_usize..=5, 1_usize..=5],
            stride in 1_usize..=3,
            zeros: bool,
            batch in 1_usize..=2,
            channels in 1_usize..=5,
            more in [0_usize..=12, 0_usize..=70],
            threads in 1_usize..=3,
            seed: u32,
        ) {
            let border = if zeros { Border::Zeros } else { Border::Nothing };
            let least = if zeros { [1, 1] } else { kernel };
            let shape = [batch, channels, least[0] + more[0], least[1] + more[1]];
            let weights = noise(channels * kernel[0] * kernel[1], seed);
            let bias = noise(channels, seed ^ 1);
            let filters = Depthwise::new(kernel, stride, border, weights, bias).unwrap();
            let values = noise(shape.iter().product(), seed ^ 2);
            let threads = ThreadPool::with_num_threads(threads);
            let (found, results) = threads.run(|| filters.apply(shape, &values)).unwrap();
            let expected = plain(&filters, shape, &values);
            prop_assert_eq!(found.iter().product::<usize>(), expected.len());
            for (result, expected) in results.iter().zip(&expected) {
                prop_assert!((result - expected).abs() < 1e-5, "{} for {}", result, expected);
            }
        }
    }

    #[test]
    fn what_does_not_fit_gives_nothing() {
        let filters = |kernel, stride, weights: usize| {
            let weights = vec![1.0; weights];
            Depthwise::new(kernel, stride, Border::Nothing, weights, vec![0.0; 2])
        };
        assert!(filters([3, 3], 0, 18).is_none());
        assert!(filters([0, 3], 1, 0).is_none());
        assert!(filters([3, 3], 1, 17).is_none());
        let filters = filters([3, 3], 1, 18).unwrap();
        assert!(filters.apply([1, 2, 3, 3], &[0.0; 18]).is_some());
        assert!(filters.apply([1, 2, 2, 3], &[0.0; 12]).is_none());
        assert!(filters.apply([1, 3, 3, 3], &[0.0; 27]).is_none());
        assert!(filters.apply([1, 2, 3, 3], &[0.0; 17]).is_none());
        assert!(filters.apply([0, 2, 3, 3], &[]).is_none());
    }
}
