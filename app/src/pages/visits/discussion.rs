//! The team's discussion: every strand with its levels side by side, and one strand's thread.

use super::{TeamLinks, TeamNav, count};
use crate::components::{
    BannerKind, Button, ButtonKind, Cell, Checkboxes, Choice, Column, Conflict, ErrorSummary,
    InsetText, NotificationBanner, PersonalDataQuestion, PostButton, Radios, Table, Tag, TagColour,
    TextArea, WhoCanSee, paragraphs,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The levels of a strand, by name, as far as the reader may see them.
#[derive(Debug, Clone, Default)]
pub struct LevelsView {
    /// True when the reader has to give the own level first.
    pub hidden: bool,
    /// The school's own; none when it gave none.
    pub school: Option<String>,
    /// Each reviewer's: who, level, why. For the school without names.
    pub peers: Vec<PeerView>,
    /// The team's.
    pub agreed: Option<String>,
    /// Why the team's level is what it is.
    pub agreed_reason: String,
    /// Who agreed it and when, in words.
    pub agreed_by: String,
    /// How they differ, one sentence each.
    pub differences: Vec<String>,
}

/// The level of one reviewer.
#[derive(Debug, Clone)]
pub struct PeerView {
    /// Who; empty where names are not shown.
    pub name: String,
    /// The level by name.
    pub level: String,
    /// Why.
    pub reason: String,
}

/// One strand in the list.
#[derive(Debug, Clone)]
pub struct StrandLine {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// True when the school asks the team to look here.
    pub focus: bool,
    /// The levels.
    pub levels: LevelsView,
    /// How many contributions.
    pub posts: usize,
}

fn none_yet(text: Option<String>) -> String {
    text.unwrap_or_else(|| "Not yet".to_owned())
}

fn peers(levels: &LevelsView) -> AnyView {
    if levels.peers.is_empty() {
        return "Not yet".into_any();
    }
    levels
        .peers
        .iter()
        .map(|p| {
            let words = if p.name.is_empty() {
                p.level.clone()
            } else {
                format!("{}: {}", p.name, p.level)
            };
            view! { <div>{words}</div> }
        })
        .collect_view()
        .into_any()
}

/// How the levels differ, in words and as a tag.
fn comparison(levels: &LevelsView) -> AnyView {
    if levels.hidden {
        return "Hidden until you have given your own level".into_any();
    }
    if levels.differences.is_empty() {
        let all = levels.school.is_some() && !levels.peers.is_empty();
        return if all {
            view! { <Tag text="Of one mind" colour=TagColour::Green/> }.into_any()
        } else {
            "Nothing to compare yet".into_any()
        };
    }
    let words = levels
        .differences
        .iter()
        .map(|d| view! { <div>{d.clone()}</div> })
        .collect_view();
    view! { <Tag text="Differs" colour=TagColour::Orange/> {words} }.into_any()
}

/// The page of all strands, for the team.
#[derive(Debug, Clone)]
pub struct DiscussionView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// Name of the school.
    pub school: String,
    /// Address of the page.
    pub href: String,
    /// True when the cycle uses levels.
    pub levels: bool,
    /// Title of each principle with its strands.
    pub principles: Vec<(String, Vec<StrandLine>)>,
    /// True when reviewers give their own level first.
    pub own_first: bool,
    /// How many strands the lead can agree at once, because all are of one mind.
    pub agree_all: usize,
    /// A form's key.
    pub form_key: String,
    /// What has just been done.
    pub done: Option<String>,
}

/// Every strand of the discussion.
#[component]
pub fn Discussion(
    /// The list.
    view: DiscussionView,
) -> impl IntoView {
    let (href, with_levels) = (view.href.clone(), view.levels);
    let tables = view
        .principles
        .into_iter()
        .map(|(title, strands)| {
            let mut columns = vec![Column::new("Strand")];
            if with_levels {
                columns.push(Column::new("School"));
                columns.push(Column::new("Reviewers"));
                columns.push(Column::new("Agreed"));
                columns.push(Column::new("How they compare"));
            }
            columns.push(Column::new("Discussion"));
            let rows = strands
                .into_iter()
                .map(|s| {
                    let name = view! {
                        <a class="govuk-link" href=format!("{href}/{}", s.code)>{format!("{} {}", s.code, s.title)}</a>
                        {s.focus.then(|| view! { " " <Tag text="Focus" colour=TagColour::Purple/> })}
                    };
                    let mut row = vec![Cell::view(name)];
                    if with_levels {
                        let school = if s.levels.hidden {
                            "Hidden".to_owned()
                        } else {
                            s.levels.school.clone().unwrap_or_else(|| "None".to_owned())
                        };
                        row.push(Cell::text(school));
                        row.push(Cell::view(peers(&s.levels)));
                        row.push(Cell::text(if s.levels.hidden { "Hidden".to_owned() } else { none_yet(s.levels.agreed.clone()) }));
                        row.push(Cell::view(comparison(&s.levels)));
                    }
                    row.push(Cell::text(match s.posts {
                        0 => "Nothing yet".to_owned(),
                        n => count(n, "comment", "comments"),
                    }));
                    row
                })
                .collect();
            view! { <Table caption=title columns rows/> }
        })
        .collect_view();
    let agree_all = (view.agree_all > 0).then(|| {
        let fields = vec![("form_key".to_owned(), view.form_key.clone())];
        let words = match view.agree_all {
            1 => "In 1 strand the school and all reviewers are of one mind.".to_owned(),
            n => format!("In {n} strands the school and all reviewers are of one mind."),
        };
        view! {
            <InsetText>{words}</InsetText>
            <PostButton text="Agree these levels" action=format!("{href}/agree") kind=ButtonKind::Secondary fields/>
        }
    });
    view! {
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        <h1 class="govuk-heading-l">{format!("Discussion on {}", view.school)}</h1>
        <TeamNav links=view.links/>
        <p class="govuk-body">"Choose a strand to talk about it with your team, to name a colleague who should look, and to agree a level."</p>
        {view.own_first.then(|| view! {
            <p class="govuk-body">"In this cycle each reviewer gives an own level before seeing the school’s and the others’. You give yours on the page of notes of each strand."</p>
        })}
        {agree_all}
        {tables}
        <WhoCanSee people=vec!["The review team, until the review closes".to_owned()] note="The school never reads the discussion. It sees the agreed levels and their reasons when the report is with it."/>
    }
}

/// One contribution.
#[derive(Debug, Clone)]
pub struct PostView {
    /// Its id.
    pub id: String,
    /// The text.
    pub text: String,
    /// Names of those who are asked to look.
    pub mentions: Vec<String>,
    /// Who wrote it.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// True when the reader may remove it.
    pub own: bool,
}

/// One strand's page.
#[derive(Debug, Clone)]
pub struct ThreadView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// Name of the school.
    pub school: String,
    /// Code and title of the strand.
    pub title: String,
    /// Address of the page.
    pub href: String,
    /// The page of notes of this strand.
    pub notes: String,
    /// The levels; none when the cycle uses none.
    pub levels: Option<LevelsView>,
    /// What was said, oldest first.
    pub posts: Vec<PostView>,
    /// The other members of the team: value and name.
    pub team: Vec<(String, String)>,
    /// Whether to offer the form for a contribution.
    pub may_write: bool,
    /// The choices of the lead's form for the agreed level; none when it is not offered.
    pub agree: Option<Vec<Choice>>,
    /// What somebody else agreed while the lead chose: level, reason, who, when.
    pub other: Option<(String, String, String, String)>,
}

/// One strand of the discussion.
#[component]
pub fn Thread(
    /// The strand.
    view: ThreadView,
    /// What was typed as a contribution.
    post: RawForm,
    /// What was typed as a level.
    level: RawForm,
    /// What is wrong with either.
    errors: FieldErrors,
) -> impl IntoView {
    let remove = format!("{}/remove", view.href);
    let posts = view
        .posts
        .into_iter()
        .map(|p| {
            let who = format!("{}, {}", p.by, p.at);
            let button = (p.own && view.may_write).then(|| {
                let fields = vec![("post".to_owned(), p.id.clone())];
                view! {
                    <PostButton text="Remove" action=remove.clone() kind=ButtonKind::Link fields about=format!("your comment of {who}")/>
                }
            });
            let mentions = (!p.mentions.is_empty())
                .then(|| view! { <p class="govuk-body-s"><strong>{format!("For {}", p.mentions.join(", "))}</strong></p> });
            view! {
                <div class="quintet-note" id=format!("post-{}", p.id)>
                    {mentions}
                    {paragraphs(&p.text)}
                    <div class="govuk-body-s">{who} " " {button}</div>
                </div>
            }
        })
        .collect::<Vec<_>>();
    let none = posts.is_empty();
    let levels = view.levels.map(|l| {
        let hidden = l.hidden;
        let notes = view.notes.clone();
        view! {
            <h2 class="govuk-heading-m" id="levels">"Levels side by side"</h2>
            {hidden.then(|| view! {
                <InsetText>
                    "You see the school’s level and those of your colleagues once you have given your own. "
                    <a class="govuk-link" href=format!("{notes}#level-section")>"Give your level"</a>
                </InsetText>
            })}
            {(!hidden).then(|| side_by_side(&l))}
        }
    });
    let agree = view
        .agree
        .map(|choices| agree_form(&view.href, choices, &level, &errors, view.other));
    let write = view
        .may_write
        .then(|| write_form(&view.href, &view.team, &post, &errors));
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{view.title}</h1>
        <TeamNav links=view.links/>
        <p class="govuk-body"><a class="govuk-link" href=view.notes>"The team’s notes on this strand"</a></p>
        {levels}
        {agree}
        <h2 class="govuk-heading-m" id="thread">"What the team says"</h2>
        {if none { view! { <p class="govuk-body">"Nothing yet."</p> }.into_any() } else { posts.into_any() }}
        {write}
        <WhoCanSee people=vec!["The review team, until the review closes".to_owned()] note="Write about practice, never about one child: no names, no dates of birth, no case details."/>
    }
}

/// School, reviewers, agreed: three rows, with what differs.
fn side_by_side(l: &LevelsView) -> impl IntoView + use<> {
    let mut rows = vec![vec![
        Cell::text("School"),
        Cell::text(l.school.clone().unwrap_or_else(|| "None given".to_owned())),
        Cell::text(""),
    ]];
    for peer in &l.peers {
        let name = if peer.name.is_empty() {
            "A reviewer".to_owned()
        } else {
            peer.name.clone()
        };
        rows.push(vec![
            Cell::text(name),
            Cell::text(peer.level.clone()),
            Cell::view(paragraphs(&peer.reason)),
        ]);
    }
    rows.push(vec![
        Cell::text("Agreed by the team"),
        Cell::text(none_yet(l.agreed.clone())),
        Cell::view(view! {
            {paragraphs(&l.agreed_reason)}
            <p class="govuk-body-s">{l.agreed_by.clone()}</p>
        }),
    ]);
    let said = comparison(l);
    view! {
        <Table
            caption="Levels side by side"
            caption_hidden=true
            columns=vec![Column::new("Who"), Column::new("Level"), Column::new("Why")]
            rows
        />
        <div class="govuk-body">{said}</div>
    }
}

fn agree_form(
    href: &str,
    choices: Vec<Choice>,
    level: &RawForm,
    errors: &FieldErrors,
    other: Option<(String, String, String, String)>,
) -> impl IntoView + use<> {
    let conflict = other.map(|(name, reason, who, when)| {
        view! {
            <p class="govuk-body"><strong>{format!("{who} chose: {name}")}</strong></p>
            <Conflict name="reason" label="Why this level?" yours=level.get("reason").to_owned() theirs=reason who when/>
        }
    });
    view! {
        <h3 class="govuk-heading-s" id="agree">"Agree a level"</h3>
        {conflict}
        <form method="post" action=format!("{href}/level") novalidate>
            <input type="hidden" name="form_key" value=level.get("form_key").to_owned()/>
            <input type="hidden" name="version" value=level.get("version").to_owned()/>
            <Radios
                name="level"
                label="The level on which the team agrees"
                hint="It stands in the report beside the school’s own. Levels 3 and 4 rest on at least two kinds of evidence."
                choices
                value=level.get("level").to_owned()
                error=errors.get("level")
                small=true
            />
            <TextArea
                name="reason"
                label="Why this level?"
                hint="Needed where it differs from the school’s own level or from the middle of the reviewers’. The school reads it with the report."
                value=level.get("reason").to_owned()
                error=errors.get("reason")
                rows=3
            />
            <PersonalDataQuestion form=level.clone() errors=errors.clone()/>
            <Button text="Agree this level" kind=ButtonKind::Secondary/>
        </form>
    }
}

fn write_form(
    href: &str,
    team: &[(String, String)],
    post: &RawForm,
    errors: &FieldErrors,
) -> impl IntoView + use<> {
    let choices: Vec<Choice> = team
        .iter()
        .map(|(id, name)| Choice::new(id.clone(), name.clone()))
        .collect();
    let ticked = post
        .all("mentions")
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let mentions = (!choices.is_empty()).then(|| {
        view! {
            <Checkboxes
                name="mentions"
                label="Who should look at this? (optional)"
                hint="They are told by e-mail, without what you write"
                choices
                values=ticked
                error=errors.get("mentions")
                small=true
            />
        }
    });
    view! {
        <form method="post" action=href.to_owned() novalidate>
            <input type="hidden" name="form_key" value=post.get("form_key").to_owned()/>
            <TextArea
                name="text"
                label="What do you want to say?"
                hint="No names of children or staff"
                value=post.get("text").to_owned()
                error=errors.get("text")
                rows=4
            />
            {mentions}
            <PersonalDataQuestion form=post.clone() errors=errors.clone()/>
            <Button text="Add to the discussion"/>
        </form>
    }
}

/// All levels on one page, for team and school.
#[derive(Debug, Clone)]
pub struct SideBySideView {
    /// Links between the review's pages, for the team.
    pub links: TeamLinks,
    /// Name of the school.
    pub school: String,
    /// Title of each principle with its strands.
    pub principles: Vec<(String, Vec<StrandLine>)>,
    /// Who can see it.
    pub who: Vec<String>,
    /// What it shows of single reviewers.
    pub note: &'static str,
}

/// Levels of school, reviewers and team side by side.
#[component]
pub fn SideBySide(
    /// The page.
    view: SideBySideView,
) -> impl IntoView {
    let tables = view
        .principles
        .into_iter()
        .map(|(title, strands)| {
            let columns = ["Strand", "School", "Reviewers", "Agreed", "How they compare"]
                .map(Column::new)
                .to_vec();
            let rows = strands
                .into_iter()
                .map(|s| {
                    let hidden = s.levels.hidden;
                    let text = |text: Option<String>, none: &str| {
                        if hidden {
                            "Hidden".to_owned()
                        } else {
                            text.unwrap_or_else(|| none.to_owned())
                        }
                    };
                    let agreed = text(s.levels.agreed.clone(), "Not yet");
                    let reason = s.levels.agreed_reason.clone();
                    vec![
                        Cell::text(format!("{} {}", s.code, s.title)),
                        Cell::text(text(s.levels.school.clone(), "None given")),
                        Cell::view(peers(&s.levels)),
                        Cell::view(view! { <div>{agreed}</div> {(!reason.is_empty()).then(|| paragraphs(&reason))} }),
                        Cell::view(comparison(&s.levels)),
                    ]
                })
                .collect();
            view! { <Table caption=title columns rows/> }
        })
        .collect_view();
    view! {
        <h1 class="govuk-heading-l">{format!("Levels side by side: {}", view.school)}</h1>
        <TeamNav links=view.links/>
        <p class="govuk-body">"The school’s own level, what the reviewers gave, and the level on which the team agrees. None replaces another."</p>
        <WhoCanSee people=view.who note=view.note/>
        {tables}
    }
}
