//! `quintet serve`: the website and the jobs beside it, until SIGTERM or Ctrl-C.

use super::{app, open_migrated};
use crate::clock::Clock;
use crate::config::Serve;
use crate::error::Error;
use crate::files::Files;
use crate::http;
use crate::jobs;
use std::process::ExitCode;
use std::time::Duration;
use store::Kind;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long requests in flight may take to finish after the signal to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Runs until told to stop.
pub async fn serve(settings: Serve) -> Result<ExitCode, Error> {
    log_to_stderr(&settings.log_format);
    if !http::assets::are_built() {
        return Err(Error::Unavailable(
            "The stylesheet has not been built. Run `make site` first.".into(),
        ));
    }
    // Bind first: a second server on the same address says so before it touches the database.
    let listener = TcpListener::bind(settings.address)
        .await
        .map_err(|e| Error::Unavailable(format!("Cannot listen on {}: {e}", settings.address)))?;
    let clock = Clock::system();
    let store = open_migrated(&settings.database, &clock).await?;
    let kind = store.kind().await?;
    match (settings.demo, kind) {
        (true, Kind::Real) => {
            return Err(Error::Unavailable(
                "This database holds real data, so --demo is refused. Give another folder with --data.".into(),
            ));
        }
        (false, Kind::Demonstration) => {
            return Err(Error::Unavailable(
                "This database holds the demonstration. Start it with --demo, or give another folder with --data.".into(),
            ));
        }
        (false, Kind::Empty) => store.set_kind(Kind::Real).await?,
        (true, Kind::Empty) => {
            eprintln!("The database is empty: loading the demonstration");
            let files = Files::from_settings(&settings.files, &settings.database.data)?;
            let now = settings.now.unwrap_or_else(|| clock.now());
            crate::demo::load(&store, &files, now).await?;
        }
        _ => {}
    }
    let app = app(
        store,
        clock,
        &settings.mail,
        &settings.files,
        &settings.database,
        settings.demo,
        settings.mail.base_url(Some(settings.address)),
    )?;
    if settings.demo {
        match settings.now {
            Some(now) => app.clock.set(now),
            None => crate::usecases::demonstration::restore_clock(&app).await?,
        }
        super::demo::print_links(&app.store, app.clock.now(), &app.settings.base_url).await?;
    }
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::run_until(app.clone(), stopped.clone()));
    eprintln!("Quintet answers on http://{}", settings.address);
    let mut until = stopped.clone();
    let server = axum::serve(listener, http::router(app)).with_graceful_shutdown(async move {
        let _ = until.changed().await;
    });
    let server = tokio::spawn(async move { server.await });
    signal().await;
    eprintln!("Stopping: finishing what is under way");
    let _ = stop.send(true);
    let finished = tokio::time::timeout(GRACE, async {
        let served = server.await;
        let _ = worker.await;
        served
    })
    .await;
    match finished {
        Ok(Ok(Ok(()))) => Ok(ExitCode::SUCCESS),
        Ok(Ok(Err(e))) => Err(Error::Unavailable(format!("the server failed: {e}"))),
        Ok(Err(e)) => Err(Error::Internal(format!("the server panicked: {e}"))),
        Err(_) => {
            eprintln!(
                "Some requests did not finish in {} seconds",
                GRACE.as_secs()
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Waits for SIGTERM or Ctrl-C.
async fn signal() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(e) => {
                tracing::warn!(reason = %e, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// The log, on standard error. The engine's own chatter is left out.
fn log_to_stderr(format: &str) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("QUINTET_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,server=info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let result = if format == "json" {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
    if result.is_err() {
        eprintln!("The log has already been set up");
    }
}
