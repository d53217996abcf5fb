// Re-exports the engine's C symbols, so that one static archive carries them.
pub use wasmtime_c_api::*;
