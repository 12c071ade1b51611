//! Whole journeys through the product, as a person or a script would make them:
//! the real `mien` command, a real anvil, real photographs. Holds what the story
//! and the journey tests share. Not part of the product: nothing here is linked
//! into it, and nothing here reaches behind the command line, with one exception:
//! [`watch`], by which the memory test stops both processes and looks into them.

mod command;
mod node;
mod photos;
mod phrase;
pub mod watch;

pub use command::{Mien, Outcome, program_beside, run_with_input};
pub use node::Node;
pub use photos::Photos;
pub use phrase::run_with_phrase;
