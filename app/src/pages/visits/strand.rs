//! One strand on the visit: prompts, the school's own words, the team's notes, a quick form, the team's level.

use super::{TeamLinks, TeamNav};
use crate::components::{
    BannerKind, Button, ButtonKind, Choice, Conflict, Details, ErrorSummary, NotificationBanner,
    PersonalDataQuestion, PostButton, Radios, Select, Tag, TagColour, TextArea, TextInput,
    WhoCanSee, paragraphs,
};
use domain::evidence::{EvidenceKind, Stance};
use domain::forms::{FieldErrors, RawForm};
use domain::framework::{Framework, Level, Strand};
use leptos::prelude::*;

/// A note as it is shown.
#[derive(Debug, Clone)]
pub struct NoteView {
    /// Its id.
    pub id: String,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// Which way it points.
    pub stance: Stance,
    /// What was seen, heard or read.
    pub text: String,
    /// A web address.
    pub link: Option<String>,
    /// Who added it.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// True when the reader may remove it.
    pub own: bool,
}

/// What another member saved while the reader chose a level.
#[derive(Debug, Clone)]
pub struct LevelOther {
    /// The level by name, or "Not explored".
    pub level: String,
    /// The reason.
    pub reason: String,
    /// Who saved.
    pub who: String,
    /// When, in words.
    pub when: String,
}

/// One strand of the visit.
#[derive(Debug, Clone)]
pub struct StrandView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// Name of the school.
    pub school: String,
    /// Address of the page.
    pub href: String,
    /// Address of the strands before and after this one, with their codes.
    pub previous: Option<(String, String)>,
    /// The next one.
    pub next: Option<(String, String)>,
    /// The framework.
    pub framework: Framework,
    /// The strand.
    pub strand: Strand,
    /// The school's level by name; none when it gave none.
    pub school_level: Option<String>,
    /// The school's narrative.
    pub school_narrative: String,
    /// The team's notes.
    pub notes: Vec<NoteView>,
    /// True when the levels of others are hidden until the reader has given one.
    pub hidden: bool,
    /// The strand's page in the discussion.
    pub discussion: String,
    /// The reader's own level as saved: level by name, reason, who, when.
    pub level_saved: Option<LevelOther>,
    /// The form for evidence with files.
    pub add_evidence: Option<String>,
    /// Whether to offer the form for a note.
    pub may_add: bool,
    /// Whether to offer the form for the level; none when the cycle does not use levels.
    pub may_level: bool,
    /// True when the cycle uses levels.
    pub levels: bool,
    /// True when a note was just added.
    pub added: bool,
}

/// A strand's page.
#[component]
pub fn StrandNotes(
    /// The strand.
    view: StrandView,
    /// What was typed into the form for a note.
    note: RawForm,
    /// What was typed into the form for the level.
    level: RawForm,
    /// What is wrong with either.
    errors: FieldErrors,
    /// What somebody else saved as the level in the meantime.
    other: Option<LevelOther>,
) -> impl IntoView {
    let strand = view.strand;
    let framework = view.framework;
    let title = format!("{} {}", strand.code, strand.title);
    let prompts = [
        ("You might see", &strand.see),
        ("You might hear", &strand.hear),
        ("You might read", &strand.read),
    ]
    .into_iter()
    .map(|(title, items)| {
        view! {
            <h3 class="govuk-heading-s">{title}</h3>
            <ul class="govuk-list govuk-list--bullet">
                {items.iter().cloned().map(|i| view! { <li>{i}</li> }).collect_view()}
            </ul>
        }
    })
    .collect_view();
    let descriptors = view.levels.then(|| {
        let items = Level::ALL
            .into_iter()
            .map(|l| {
                let name = framework.level(l).name.clone();
                let text = strand.descriptor(l).to_owned();
                view! { <li><strong>{name}": "</strong>{text}</li> }
            })
            .collect_view();
        view! { <h3 class="govuk-heading-s">"Levels"</h3> <ul class="govuk-list govuk-list--bullet">{items}</ul> }
    });
    let school_level = view.levels.then(|| {
        let words = if view.hidden {
            "hidden until you have given your own".to_owned()
        } else {
            view.school_level.unwrap_or_else(|| "No level given".into())
        };
        view! { <p class="govuk-body"><strong>"School’s level: "</strong>{words}</p> }
    });
    let narrative = if view.school_narrative.trim().is_empty() {
        view! { <p class="govuk-body">"The school has written nothing here."</p> }.into_any()
    } else {
        paragraphs(&view.school_narrative)
    };
    let with_files = view.add_evidence.clone().filter(|_| view.may_add);
    let add = view.may_add.then(|| note_form(&view.href, &note, &errors));
    let remove = view.may_add.then(|| format!("{}/remove", view.href));
    let notes = if view.notes.is_empty() {
        view! { <p class="govuk-body">"No notes yet."</p> }.into_any()
    } else {
        note_list(view.notes, remove)
    };
    let level_section = view.levels.then(|| {
        level_part(
            &view.href,
            &framework,
            &strand,
            view.level_saved,
            view.hidden,
            view.may_level,
            &level,
            &errors,
            other,
        )
    });
    let step = |link: Option<(String, String)>, words: &'static str| {
        link.map(|(href, name)| {
            view! { <li><a class="govuk-link" href=href>{format!("{words}: {name}")}</a></li> }
        })
    };
    view! {
        {view.added.then(|| view! { <NotificationBanner text="Your note has been added." kind=BannerKind::Success/> })}
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{title}</h1>
        <TeamNav links=view.links/>
        <p class="govuk-body">{strand.about.clone()}</p>
        <Details summary="Prompts and levels for this strand">{prompts}{descriptors}</Details>
        <Details summary="What the school says about itself">{school_level}{narrative}</Details>
        {add}
        {with_files.map(|href| view! {
            <p class="govuk-body"><a class="govuk-link" href=href>"Add evidence with files, or for several strands"</a></p>
        })}
        <h2 class="govuk-heading-m" id="notes">"The team’s notes"</h2>
        {notes}
        {level_section}
        <p class="govuk-body quintet-no-print">
            <a class="govuk-link" href=view.discussion>"Discuss this strand with your team, and compare levels"</a>
        </p>
        <ul class="govuk-list quintet-no-print">
            {step(view.previous, "Strand before")}
            {step(view.next, "Next strand")}
        </ul>
        <WhoCanSee people=vec!["The review team, until the review closes".to_owned()] note="Write about practice, never about one child: no names, no dates of birth, no case details."/>
    }
}

fn note_form(href: &str, note: &RawForm, errors: &FieldErrors) -> impl IntoView + use<> {
    let kinds = EvidenceKind::ALL
        .iter()
        .map(|k| Choice::new(k.as_str(), k.in_words()))
        .collect();
    let stances = Stance::ALL
        .iter()
        .map(|s| Choice::new(s.as_str(), s.in_words()))
        .collect();
    view! {
        <h2 class="govuk-heading-m" id="add">"Add a note"</h2>
        <form method="post" action=href.to_owned() novalidate>
            <input type="hidden" name="form_key" value=note.get("form_key").to_owned()/>
            <TextArea
                name="text"
                label="What did you see, hear or read?"
                hint="A sentence is enough. No names of children or staff."
                value=note.get("text").to_owned()
                error=errors.get("text")
                rows=4
            />
            <Select
                name="kind"
                label="Where does it come from?"
                choices=kinds
                value=note.get("kind").to_owned()
                prompt="Choose one"
                error=errors.get("kind")
            />
            <Radios
                name="stance"
                label="Does it support or challenge the school’s judgement?"
                choices=stances
                value=note.get("stance").to_owned()
                error=errors.get("stance")
                inline=true
            />
            <TextInput
                name="link"
                label="Web address (optional)"
                value=note.get("link").to_owned()
                error=errors.get("link")
                kind="url"
            />
            <PersonalDataQuestion form=note.clone() errors=errors.clone()/>
            <Button text="Add note"/>
        </form>
    }
}

/// Notes under each other. `remove` is the address for removing an own one.
pub(super) fn note_list(notes: Vec<NoteView>, remove: Option<String>) -> AnyView {
    notes
        .into_iter()
        .map(|n| {
            let colour = match n.stance {
                Stance::Supports => TagColour::Green,
                Stance::Challenges => TagColour::Orange,
            };
            let who = if n.by.is_empty() { n.at } else { format!("{}, {}", n.by, n.at) };
            let button = remove.clone().filter(|_| n.own).map(|action| {
                let fields = vec![("note".to_owned(), n.id.clone())];
                view! {
                    <PostButton text="Remove" action=action kind=ButtonKind::Link fields=fields about=format!("your note of {who}")/>
                }
            });
            view! {
                <div class="quintet-note" id=format!("note-{}", n.id)>
                    <p class="govuk-body-s">
                        <strong>{n.kind.in_words()}</strong>
                        " "
                        <Tag text=n.stance.in_words() colour=colour/>
                    </p>
                    {paragraphs(&n.text)}
                    {n.link.map(|l| view! {
                        <p class="govuk-body"><a class="govuk-link" href=l.clone() rel="noopener noreferrer">{l.clone()}</a></p>
                    })}
                    <div class="govuk-body-s">{who.clone()} " " {button}</div>
                </div>
            }
        })
        .collect_view()
        .into_any()
}

#[allow(clippy::too_many_arguments)]
fn level_part(
    href: &str,
    framework: &Framework,
    strand: &Strand,
    saved: Option<LevelOther>,
    hidden: bool,
    may: bool,
    level: &RawForm,
    errors: &FieldErrors,
    other: Option<LevelOther>,
) -> impl IntoView + use<> {
    let conflict = other.map(|o| {
        view! {
            <p class="govuk-body"><strong>{format!("{} chose: {}", o.who, o.level)}</strong></p>
            <Conflict name="reason" label="Why this level?" yours=level.get("reason").to_owned() theirs=o.reason who=o.who when=o.when/>
        }
    });
    let saved = saved.map(|s| {
        view! {
            <p class="govuk-body"><strong>{s.level}</strong>{format!(", saved at {}", s.when)}</p>
            {paragraphs(&s.reason)}
        }
    });
    let none_yet = saved.is_none();
    let form = may.then(|| {
        let mut choices: Vec<Choice> = Level::ALL
            .into_iter()
            .map(|l| Choice::new(l.number().to_string(), framework.level(l).name.clone()).hint(strand.descriptor(l)))
            .collect();
        choices.push(Choice::new("not_explored", "Not explored").hint("The team has not looked at this strand. This is not the lowest level."));
        view! {
            <form method="post" action=format!("{href}/level") novalidate>
                <input type="hidden" name="form_key" value=level.get("form_key").to_owned()/>
                <input type="hidden" name="version" value=level.get("version").to_owned()/>
                <Radios
                    name="level"
                    label="Your level"
                    hint="Your own. The team agrees one afterwards. Levels 3 and 4 rest on at least two kinds of evidence."
                    choices=choices
                    value=level.get("level").to_owned()
                    error=errors.get("level")
                    small=true
                />
                <TextArea
                    name="reason"
                    label="Why this level?"
                    value=level.get("reason").to_owned()
                    error=errors.get("reason")
                    rows=4
                />
                <PersonalDataQuestion form=level.clone() errors=errors.clone()/>
                <Button text="Save your level" kind=ButtonKind::Secondary/>
            </form>
        }
    });
    view! {
        <h2 class="govuk-heading-m" id="level-section">"Your level"</h2>
        {saved}
        {none_yet.then(|| view! { <p class="govuk-body">"You have not given a level yet. It stands beside the school’s own level and does not change it."</p> })}
        {hidden.then(|| view! { <p class="govuk-body">"Once you have given yours, you see the school’s level and those of your colleagues."</p> })}
        {conflict}
        {form}
    }
}
