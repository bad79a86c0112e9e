//! Every e-mail and its delivery log, for administrators.

use super::Routes;
use super::ctx::User;
use super::form::Query;
use super::page::{moment, page};
use crate::error::Error;
use crate::state::App;
use crate::usecases::messages as uc;
use ::app::pages::messages as pages;
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;
use store::mail::log::{MessageFilter, MessageState};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/admin/messages", list)
        .get("/admin/messages/{id}", show)
}

const HOME: (&str, &str) = ("Home", "/");
const LIST: (&str, &str) = ("Messages", "/admin/messages");

/// GET /admin/messages
async fn list(State(app): State<App>, user: User, Query(query): Query) -> Result<Response, Error> {
    let filter = MessageFilter {
        state: query.get("state").parse().ok(),
        address: query.get("address").trim().to_owned(),
    };
    let number = query.get("page").parse().unwrap_or(1).max(1);
    let found = uc::list(&app, &user, &filter, number).await?;
    let chosen = filter.state.map_or("", MessageState::as_str);
    let address: String = form_urlencoded::byte_serialize(filter.address.as_bytes()).collect();
    let pages_in_all = usize::try_from(found.found)
        .unwrap_or(usize::MAX)
        .div_ceil(uc::PAGE)
        .max(1);
    let view = pages::ListView {
        counts: MessageState::ALL
            .into_iter()
            .map(|state| pages::Count {
                state: in_words(state),
                value: state.as_str(),
                number: found.counts.get(&state).copied().unwrap_or(0),
            })
            .collect(),
        state: chosen.to_owned(),
        address: filter.address.clone(),
        lines: found
            .lines
            .into_iter()
            .map(|l| pages::Line {
                href: format!("/admin/messages/{}", l.id),
                subject: l.subject,
                to_name: l.to_name,
                to_address: l.to_address,
                state: in_words(l.state),
                attempts: l.attempts,
                queued: moment(l.created_at),
            })
            .collect(),
        found: found.found,
        page: number.min(pages_in_all),
        pages: pages_in_all,
        href: format!("/admin/messages?state={chosen}&address={address}&page="),
        folder: app.mailer.folder().map(|f| f.display().to_string()),
    };
    Ok(page(
        &app,
        &user.ctx,
        "Messages",
        &[HOME],
        || view! { <pages::List view/> },
    ))
}

/// GET /admin/messages/{id}
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::find(&app, &user, &id.parse()?).await?;
    let waits = matches!(
        found.line.state,
        MessageState::Queued | MessageState::Sending
    );
    let title = found.line.subject.clone();
    let view = pages::MessageView {
        subject: found.line.subject,
        to: format!("{} <{}>", found.line.to_name, found.line.to_address),
        reply_to: found
            .ask_address
            .unwrap_or_else(|| "Nobody: the address of the sender is not read".into()),
        message_id: app.mailer.message_id(found.line.id.as_str()),
        state: in_words(found.line.state),
        queued: moment(found.line.created_at),
        next: waits.then(|| moment(found.next_try_at)),
        text: found.text,
        tries: found
            .deliveries
            .into_iter()
            .map(|d| pages::Try {
                at: moment(d.at),
                outcome: match d.outcome.as_str() {
                    "accepted" => "Taken",
                    "deferred" => "Put off",
                    "refused" => "Refused",
                    _ => "Not known",
                },
                reply: d.reply,
            })
            .collect(),
    };
    Ok(page(
        &app,
        &user.ctx,
        title,
        &[HOME, LIST],
        || view! { <pages::Show view/> },
    ))
}

fn in_words(state: MessageState) -> pages::StateView {
    match state {
        MessageState::Queued => pages::StateView::Waiting,
        MessageState::Sending => pages::StateView::Sending,
        MessageState::Sent => pages::StateView::Sent,
        MessageState::Refused => pages::StateView::Refused,
        MessageState::GivenUp => pages::StateView::GivenUp,
    }
}
