//! For administrators: every e-mail with what the relay said to it.

use crate::components::{
    Button, Cell, Choice, Column, InsetText, Pagination, Select, SummaryList, SummaryRow, Table,
    Tag, TagColour, TextInput,
};
use leptos::prelude::*;

/// How far an e-mail is, in a word and a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateView {
    /// Waits for its next try.
    Waiting,
    /// Is being sent.
    Sending,
    /// The mail server has it.
    Sent,
    /// The mail server will never take it.
    Refused,
    /// Tried for two days in vain.
    GivenUp,
}

impl StateView {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sending => "Being sent",
            Self::Sent => "Sent",
            Self::Refused => "Refused",
            Self::GivenUp => "Given up",
        }
    }

    fn tag(self) -> AnyView {
        let colour = match self {
            Self::Waiting => TagColour::Yellow,
            Self::Sending => TagColour::Blue,
            Self::Sent => TagColour::Green,
            Self::Refused | Self::GivenUp => TagColour::Red,
        };
        view! { <Tag text=self.word() colour/> }.into_any()
    }
}

/// How many e-mails are in a state.
#[derive(Debug, Clone)]
pub struct Count {
    /// The state.
    pub state: StateView,
    /// Its form value.
    pub value: &'static str,
    /// How many.
    pub number: u64,
}

/// One e-mail in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Address of its page.
    pub href: String,
    /// Subject line.
    pub subject: String,
    /// Recipient's name.
    pub to_name: String,
    /// Recipient's address.
    pub to_address: String,
    /// How far it is.
    pub state: StateView,
    /// Tries so far.
    pub attempts: u64,
    /// When it was queued, in words.
    pub queued: String,
}

/// The list.
#[derive(Debug, Clone)]
pub struct ListView {
    /// One for each state.
    pub counts: Vec<Count>,
    /// The chosen state's form value, or nothing.
    pub state: String,
    /// What was typed of an address.
    pub address: String,
    /// This page of the list, newest first.
    pub lines: Vec<Line>,
    /// How many fit what was asked for.
    pub found: u64,
    /// The page, counted from one.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Address of a page without its number.
    pub href: String,
    /// Where mail is written, when there is no mail server.
    pub folder: Option<String>,
}

/// The page with the list.
#[component]
pub fn List(
    /// What it shows.
    view: ListView,
) -> impl IntoView {
    let counts = view
        .counts
        .iter()
        .map(|c| SummaryRow::text(c.state.word(), c.number.to_string()))
        .collect::<Vec<_>>();
    let choices = view
        .counts
        .iter()
        .map(|c| Choice::new(c.value, c.state.word()))
        .collect::<Vec<_>>();
    let rows = view
        .lines
        .into_iter()
        .map(|l| {
            let to = view! { {l.to_name} <br/> <span class="govuk-!-text-break-word">{l.to_address}</span> };
            vec![
                Cell::link(l.subject, l.href),
                Cell::view(to.into_any()),
                Cell::view(l.state.tag()),
                Cell::text(l.attempts.to_string()),
                Cell::text(l.queued),
            ]
        })
        .collect::<Vec<_>>();
    let caption = match view.found {
        1 => "1 message".to_owned(),
        n => format!("{n} messages, newest first"),
    };
    view! {
        <h1 class="govuk-heading-l">"Messages"</h1>
        <p class="govuk-body">
            "Every e-mail that Quintet has sent or is about to send. Nobody gets more than one daily e-mail a day. What is put off is tried again for two days."
        </p>
        {view.folder.map(|folder| view! {
            <InsetText>
                <p class="govuk-body">
                    "No mail server is set, so e-mails are not sent: they are written as .eml files into the folder "
                    <code class="govuk-!-text-break-word">{folder}</code> ". A mail program opens them. To send them, start Quintet with --smtp-url."
                </p>
            </InsetText>
        })}
        <SummaryList rows=counts/>
        <form method="get" action="/admin/messages">
            <Select name="state" label="Show" choices value=view.state prompt="All messages"/>
            <TextInput name="address" label="Address, or part of one" value=view.address width=30/>
            <Button text="Show"/>
        </form>
        <Table
            caption
            columns=vec![
                Column::new("Subject"),
                Column::new("To"),
                Column::new("State"),
                Column::numeric("Tries"),
                Column::new("Queued"),
            ]
            rows=rows
            empty="No message fits."
        />
        <Pagination page=view.page pages=view.pages href=view.href/>
    }
}

/// One try, for the log.
#[derive(Debug, Clone)]
pub struct Try {
    /// When, in words.
    pub at: String,
    /// What became of it, in words.
    pub outcome: &'static str,
    /// The mail server's words.
    pub reply: String,
}

/// One e-mail.
#[derive(Debug, Clone)]
pub struct MessageView {
    /// Subject line.
    pub subject: String,
    /// Recipient: name and address.
    pub to: String,
    /// Whom an answer reaches.
    pub reply_to: String,
    /// Message-ID.
    pub message_id: String,
    /// How far it is.
    pub state: StateView,
    /// When it was queued, in words.
    pub queued: String,
    /// When it is tried next, in words; none when it is over.
    pub next: Option<String>,
    /// Text part, with one-time links masked.
    pub text: String,
    /// Every try, oldest first.
    pub tries: Vec<Try>,
}

/// One e-mail's page.
#[component]
pub fn Show(
    /// What it shows.
    view: MessageView,
) -> impl IntoView {
    let mut rows = vec![
        SummaryRow::view("State", view.state.tag()),
        SummaryRow::text("To", view.to),
        SummaryRow::text("Answers go to", view.reply_to),
        SummaryRow::text("Queued", view.queued),
    ];
    rows.extend(view.next.map(|next| SummaryRow::text("Tried next", next)));
    rows.push(SummaryRow::view(
        "Message-ID",
        view! { <span class="govuk-!-text-break-word">{view.message_id}</span> }.into_any(),
    ));
    let tries = view
        .tries
        .into_iter()
        .map(|t| vec![Cell::text(t.at), Cell::text(t.outcome), Cell::text(t.reply)])
        .collect::<Vec<_>>();
    view! {
        <h1 class="govuk-heading-l">{view.subject}</h1>
        <SummaryList rows/>
        <h2 class="govuk-heading-m">"What the mail server said"</h2>
        <Table
            caption="Tries, oldest first"
            caption_hidden=true
            columns=vec![Column::new("When"), Column::new("What became of it"), Column::new("Words of the mail server")]
            rows=tries
            empty="It has not been tried yet."
        />
        <h2 class="govuk-heading-m">"Text"</h2>
        <p class="govuk-body">
            "The e-mail also has an HTML part that says the same. One-time links are hidden, since whoever opens one signs in as the recipient."
        </p>
        <InsetText>
            <p class="quintet-text">{view.text}</p>
        </InsetText>
    }
}
