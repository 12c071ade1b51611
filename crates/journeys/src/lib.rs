//! Whole journeys: the real command, a real anvil, real photographs.
