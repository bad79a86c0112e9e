//! A long list in pages.

use leptos::prelude::*;

/// Links to the pages of a list. Renders nothing where there is only one.
#[component]
pub fn Pagination(
    /// The page shown, counted from one.
    page: usize,
    /// How many pages there are.
    pages: usize,
    /// The address of a page without its number, which is put at the end: `/schools?q=oak&page=`.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    if pages <= 1 {
        return ().into_any();
    }
    let items = shown(page, pages)
        .into_iter()
        .map(|item| match item {
            Some(number) => {
                let current = number == page;
                let class = if current {
                    "govuk-pagination__item govuk-pagination__item--current"
                } else {
                    "govuk-pagination__item"
                };
                view! {
                    <li class=class>
                        <a
                            class="govuk-link govuk-pagination__link"
                            href=format!("{href}{number}")
                            aria-label=format!("Page {number}")
                            aria-current=current.then_some("page")
                        >
                            {number.to_string()}
                        </a>
                    </li>
                }
                .into_any()
            }
            None => view! {
                <li class="govuk-pagination__item govuk-pagination__item--ellipsis">"⋯"</li>
            }
            .into_any(),
        })
        .collect_view();
    let previous = (page > 1).then(|| {
        view! {
            <div class="govuk-pagination__prev">
                <a class="govuk-link govuk-pagination__link" href=format!("{href}{}", page - 1) rel="prev">
                    <svg
                        class="govuk-pagination__icon govuk-pagination__icon--prev"
                        height="13"
                        width="15"
                        aria-hidden="true"
                        focusable="false"
                        viewBox="0 0 15 13"
                    >
                        <path d="M7 0 0 6.5 7 13l1.4-1.4L4 7.5h11v-2H4l4.4-4.1z"></path>
                    </svg>
                    <span class="govuk-pagination__link-title">
                        "Previous"<span class="govuk-visually-hidden">" page"</span>
                    </span>
                </a>
            </div>
        }
    });
    let next = (page < pages).then(|| {
        view! {
            <div class="govuk-pagination__next">
                <a class="govuk-link govuk-pagination__link" href=format!("{href}{}", page + 1) rel="next">
                    <span class="govuk-pagination__link-title">
                        "Next"<span class="govuk-visually-hidden">" page"</span>
                    </span>
                    <svg
                        class="govuk-pagination__icon govuk-pagination__icon--next"
                        height="13"
                        width="15"
                        aria-hidden="true"
                        focusable="false"
                        viewBox="0 0 15 13"
                    >
                        <path d="m8 0 7 6.5L8 13l-1.4-1.4L11 7.5H0v-2h11L6.6 1.4z"></path>
                    </svg>
                </a>
            </div>
        }
    });
    view! {
        <nav class="govuk-pagination" aria-label="Pagination">
            {previous}
            <ul class="govuk-pagination__list">{items}</ul>
            {next}
        </nav>
    }
    .into_any()
}

/// The first, the last, the current page and its neighbours; `None` where pages are left out.
fn shown(page: usize, pages: usize) -> Vec<Option<usize>> {
    let mut out = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|&n| n == 1 || n == pages || n.abs_diff(page) <= 1) {
        if number > last + 1 {
            // Leaving out a single page saves nothing
            out.push((number == last + 2).then_some(last + 1));
        }
        out.push(Some(number));
        last = number;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn long_lists_leave_pages_out_but_never_just_one() {
        assert_eq!(
            shown(6, 40),
            [Some(1), None, Some(5), Some(6), Some(7), None, Some(40)]
        );
        assert_eq!(shown(3, 5), (1..=5).map(Some).collect::<Vec<_>>());
        assert_eq!(shown(1, 2), [Some(1), Some(2)]);
    }

    #[test]
    fn the_current_page_is_marked_and_the_ends_have_one_way_only() {
        let html = render(|| view! { <Pagination page=1 pages=3 href="/schools?q=a&page="/> });
        assert!(!html.contains("Previous"), "{html}");
        assert!(
            html.contains(r#"href="/schools?q=a&amp;page=2" rel="next""#),
            "{html}"
        );
        assert!(
            html.contains(r#"aria-label="Page 1" aria-current="page""#),
            "{html}"
        );
        assert_eq!(
            render(|| view! { <Pagination page=1 pages=1 href="/"/> }),
            ""
        );
    }
}
