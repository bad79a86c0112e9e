//! The binary `quintet`.

use clap::Parser;
use server::cli;
use server::config::Cli;
use std::process::ExitCode;

/// The engine's block cache, in bytes. Its own default is half of the machine's memory.
const BLOCK_CACHE: &str = "134217728";

/// An unoptimised database engine needs deep stacks.
const STACK: usize = 16 << 20;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if std::env::var_os("SURREAL_SURREALKV_BLOCK_CACHE_CAPACITY").is_none() {
        // The engine takes this setting from the environment alone. No other thread runs yet.
        #[allow(unsafe_code)]
        unsafe {
            std::env::set_var("SURREAL_SURREALKV_BLOCK_CACHE_CAPACITY", BLOCK_CACHE);
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(STACK)
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            // The work runs on a worker, whose stack is the deep one, and not on the main thread.
            let code = runtime.block_on(async {
                match tokio::spawn(cli::run(cli.command)).await {
                    Ok(code) => code,
                    Err(e) => {
                        eprintln!("quintet stopped by a fault of its own: {e}");
                        ExitCode::from(70)
                    }
                }
            });
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
            code
        }
        Err(e) => {
            eprintln!("quintet cannot start: {e}");
            ExitCode::FAILURE
        }
    }
}
