//! Figures and facts in rows and columns.

use super::field::MaybeText;
use leptos::prelude::*;

/// A column's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    text: String,
    numeric: bool,
    hidden: bool,
}

impl Column {
    /// A column of words.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            numeric: false,
            hidden: false,
        }
    }

    /// A column of numbers, which stand under each other by their last digit.
    pub fn numeric(text: impl Into<String>) -> Self {
        Self {
            numeric: true,
            ..Self::new(text)
        }
    }

    /// A column whose head is only read out, such as one of links.
    pub fn hidden(text: impl Into<String>) -> Self {
        Self {
            hidden: true,
            ..Self::new(text)
        }
    }
}

/// What stands in one cell.
pub struct Cell(AnyView);

impl Cell {
    /// Words or a number.
    pub fn text(text: impl Into<String>) -> Self {
        Self(text.into().into_any())
    }

    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        let (text, href) = (text.into(), href.into());
        Self(view! { <a class="govuk-link" href=href>{text}</a> }.into_any())
    }

    /// Anything else: a tag, a list, a form of one button.
    pub fn view(view: impl IntoAny) -> Self {
        Self(view.into_any())
    }
}

/// A table. On a phone each row becomes a block in which every cell names its column.
#[component]
pub fn Table(
    /// What the table shows, as its title.
    #[prop(into)]
    caption: String,
    /// The heads. As many as each row has cells.
    columns: Vec<Column>,
    /// The rows from the top.
    rows: Vec<Vec<Cell>>,
    /// Whether the first cell of a row names the row.
    #[prop(default = true)]
    row_headers: bool,
    /// `s`, `m`, `l` or `xl`; `m` without it.
    #[prop(into, optional)]
    caption_size: MaybeText,
    /// Whether the title is only read out, where a heading above says the same.
    #[prop(optional)]
    caption_hidden: bool,
    /// Said in place of a table that has no rows.
    #[prop(into, optional)]
    empty: MaybeText,
) -> impl IntoView {
    if rows.is_empty()
        && let Some(empty) = empty.into_inner()
    {
        return view! { <p class="govuk-body">{empty}</p> }.into_any();
    }
    let caption_class = if caption_hidden {
        "govuk-table__caption govuk-visually-hidden".to_owned()
    } else {
        format!(
            "govuk-table__caption govuk-table__caption--{}",
            caption_size.or("m")
        )
    };
    let body = rows
        .into_iter()
        .map(|cells| {
            let cells = cells
                .into_iter()
                .enumerate()
                .map(|(index, cell)| body_cell(cell, columns.get(index), row_headers && index == 0))
                .collect_view();
            view! { <tr class="govuk-table__row">{cells}</tr> }
        })
        .collect_view();
    let heads = columns.into_iter().map(head).collect_view();
    view! {
        <table class="govuk-table quintet-table">
            <caption class=caption_class>{caption}</caption>
            <thead class="govuk-table__head">
                <tr class="govuk-table__row">{heads}</tr>
            </thead>
            <tbody class="govuk-table__body">{body}</tbody>
        </table>
    }
    .into_any()
}

fn head(column: Column) -> AnyView {
    let class = if column.numeric {
        "govuk-table__header govuk-table__header--numeric"
    } else {
        "govuk-table__header"
    };
    let text = if column.hidden {
        view! { <span class="govuk-visually-hidden">{column.text}</span> }.into_any()
    } else {
        column.text.into_any()
    };
    view! { <th scope="col" class=class>{text}</th> }.into_any()
}

/// On a phone the style sheet writes `data-label` before the content; the inner box keeps that content
/// together.
fn body_cell(cell: Cell, column: Option<&Column>, names_row: bool) -> AnyView {
    let label = column
        .filter(|column| !column.hidden && !names_row)
        .map(|column| column.text.clone());
    if names_row {
        view! { <th scope="row" class="govuk-table__header">{cell.0}</th> }.into_any()
    } else {
        let class = if column.is_some_and(|column| column.numeric) {
            "govuk-table__cell govuk-table__cell--numeric"
        } else {
            "govuk-table__cell"
        };
        view! { <td class=class data-label=label><div>{cell.0}</div></td> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    fn columns() -> Vec<Column> {
        vec![
            Column::new("School"),
            Column::numeric("Pupils"),
            Column::hidden("Action"),
        ]
    }

    #[test]
    fn every_cell_names_its_column_for_narrow_screens() {
        let html = render(|| {
            view! {
                <Table
                    caption="Schools"
                    columns=columns()
                    rows=vec![vec![
                        Cell::link("Oakfield", "/s/1"),
                        Cell::text("210"),
                        Cell::link("Remove", "/s/1/remove"),
                    ]]
                />
            }
        });
        assert!(
            html.contains(
                r#"<th scope="row" class="govuk-table__header"><a href="/s/1" class="govuk-link">"#
            ),
            "{html}"
        );
        assert!(
            html.contains(
                r#"<td data-label="Pupils" class="govuk-table__cell govuk-table__cell--numeric">"#
            ),
            "{html}"
        );
        assert!(!html.contains(r#"data-label="Action""#), "{html}");
        assert!(
            html.contains(r#"<span class="govuk-visually-hidden">Action</span>"#),
            "{html}"
        );
    }

    #[test]
    fn an_empty_table_says_so() {
        let html = render(|| {
            view! { <Table caption="Schools" columns=columns() rows=vec![] empty="No schools yet."/> }
        });
        assert_eq!(html, r#"<p class="govuk-body">No schools yet.</p>"#);
    }
}
