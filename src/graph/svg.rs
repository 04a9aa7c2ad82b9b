//! A picture as SVG, alone or as a part of a page.

use std::collections::BTreeMap;

use crate::names::Written;
use crate::names::written::Pieces;
use crate::names::written::html::{measure, text};

use super::drawing::SMALL_COLUMN;
use super::layout::Direction;
use super::legend::Meaning;
use super::tone::Tone;
use super::{Arrow, Drawing, Frame, NodeId, Placed, Point, Shape};

/// What a picture is for.
#[derive(Clone, Copy)]
pub enum Use<'a> {
    /// A file of its own; the style sheet comes with it.
    File(&'static str),
    /// A part of a page, in which each node is a link to its place: for a node, the id of that place.
    Page(&'a dyn Fn(&Placed) -> Written),
}

/// How much lower the words of a cylinder stand, below its top.
const CAP: f64 = 5.0;

/// The text of a picture; the title is read out by screen readers.
pub fn svg(drawing: &Drawing, title: &str, used: Use) -> Written {
    let mut lines = vec![begin(drawing, title, used)];
    if let Use::File(style) = used {
        lines.push(Written::fill("<style>\n{}</style>", &[&Written::own(style)]));
    }
    lines.extend(drawing.frames.iter().map(frame));
    let names = drawing.nodes.iter().map(|placed| (placed.node.id, placed.node.label.as_str()));
    let names: BTreeMap<NodeId, &str> = names.collect();
    let arrows = drawing.arrows.iter().enumerate();
    lines.extend(arrows.map(|(index, arrow)| arrow_group(index, arrow, drawing.direction, &names)));
    lines.extend(drawing.frames.iter().map(title_of));
    let nodes = drawing.nodes.iter().enumerate();
    lines.extend(nodes.map(|(index, placed)| node(index, placed, used)));
    lines.extend(legend(drawing));
    lines.push(Written::own("</svg>"));
    Written::join(&lines, "\n")
}

fn begin(drawing: &Drawing, title: &str, used: Use) -> Written {
    let size = [&measure(drawing.size.x), &measure(drawing.size.y)];
    let view = Written::fill(" viewBox=\"0 0 {} {}\"", &size);
    let title = text(title);
    match used {
        Use::File(_) => Written::fill(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" role=\"img\" aria-labelledby=\"title\" \
             width=\"{}\" height=\"{}\"{}>\n<title id=\"title\">{}</title>",
            &[size[0], size[1], &view, &title],
        ),
        Use::Page(_) => Written::fill(
            "<svg class=\"picture\" id=\"picture\" role=\"group\" aria-label=\"{}\"{}>",
            &[&title, &view],
        ),
    }
}

/// The box around a group; what points at it tells its whole title.
fn frame(frame: &Frame) -> Written {
    let [x, y] = [frame.corner.x, frame.corner.y].map(measure);
    let [width, height] = [frame.size.x, frame.size.y].map(measure);
    Written::fill(
        "<g><title>{}</title><rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"12\"/></g>",
        &[&text(&frame.title), &x, &y, &width, &height],
    )
}

/// What a box is called; it stands on top of the arrows that come in from above.
fn title_of(frame: &Frame) -> Written {
    let [x, y] = [frame.corner.x + 16.0, frame.corner.y + 20.0].map(measure);
    Written::fill(
        "<text class=\"title\" x=\"{}\" y=\"{}\">{}</text>",
        &[&x, &y, &text(&frame.label)],
    )
}

fn arrow_group(
    index: usize,
    arrow: &Arrow,
    direction: Direction,
    names: &BTreeMap<NodeId, &str>,
) -> Written {
    let name = |id| text(names[&id]);
    let words = text(&arrow.edge.words().unwrap_or_default());
    let title = Pieces::default().put(&name(arrow.edge.from)).own(" → ").put(&name(arrow.edge.to));
    let title = if words.is_empty() { title } else { title.own(": ").put(&words) }.end();
    let label = arrow.label.as_ref().map_or_else(Written::default, |(words, at)| label(words, *at));
    Written::fill(
        "<g class=\"edge {}\" data-edge=\"{}\"><title>{}</title>\
         <path class=\"line\" d=\"{}\"/><path class=\"tip\" d=\"{}\"/>{}</g>",
        &[
            &Written::own(Tone::of(&arrow.edge).class()),
            &index.into(),
            &title,
            &curve(&arrow.route, direction),
            &tips(arrow, direction),
            &label,
        ],
    )
}

/// What is written on an arrow, on a ground that hides the line behind it.
fn label(words: &str, at: Point) -> Written {
    let columns = u32::try_from(unicode_width::UnicodeWidthStr::width(words)).unwrap_or_default();
    let width = f64::from(columns) * SMALL_COLUMN + 6.0;
    Written::fill(
        "<rect class=\"ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" rx=\"3\"/>\
         <text x=\"{}\" y=\"{}\">{}</text>",
        &[
            &measure(at.x - width / 2.0),
            &measure(at.y - 7.0),
            &measure(width),
            &measure(at.x),
            &measure(at.y + 3.5),
            &text(words),
        ],
    )
}

/// A line through points: straight where it stays at its height, a curve that begins and ends level where not.
fn curve(route: &[Point], direction: Direction) -> Written {
    let Some(first) = route.first() else { return Written::default() };
    let mut line =
        Pieces::default().own("M").put(&measure(first.x)).own(" ").put(&measure(first.y));
    let mut last = *first;
    for point in &route[1..] {
        let [x, y] = [measure(point.x), measure(point.y)];
        line = if (point.y - last.y).abs() < 0.05 {
            line.own("H").put(&x)
        } else if (point.x - last.x).abs() < 0.05 {
            line.own("V").put(&y)
        } else {
            let [first, second] = bends(last, *point, direction);
            let points = [first.x, first.y, second.x, second.y, point.x, point.y].map(measure);
            let points = Written::fill("C{} {} {} {} {} {}", &points.each_ref());
            line.put(&points)
        };
        last = *point;
    }
    line.end()
}

/// What a curve is drawn to, so that it begins and ends in the direction of the picture.
fn bends(from: Point, to: Point, direction: Direction) -> [Point; 2] {
    match direction {
        Direction::Right => [from.y, to.y].map(|y| Point { x: f64::midpoint(from.x, to.x), y }),
        Direction::Down => [from.x, to.x].map(|x| Point { x, y: f64::midpoint(from.y, to.y) }),
    }
}

/// The points of an arrow: at its end, and at its beginning where it points both ways.
fn tips(arrow: &Arrow, direction: Direction) -> Written {
    let [first, second, ..] = arrow.route[..] else { return Written::default() };
    let [.., before, last] = arrow.route[..] else { return Written::default() };
    let end = tip(before, last, direction);
    if !arrow.edge.both_ways {
        return end;
    }
    Written::concat(&[tip(second, first, direction), end])
}

fn tip(from: Point, to: Point, direction: Direction) -> Written {
    let is_level = (from.y - to.y).abs() < 0.05;
    let back = match direction {
        Direction::Down if !is_level && from.y <= to.y => "l-3.6 -8h7.2z",
        Direction::Down if !is_level => "l-3.6 8h7.2z",
        Direction::Right | Direction::Down if from.x <= to.x => "l-8 -3.6v7.2z",
        Direction::Right | Direction::Down => "l8 -3.6v7.2z",
    };
    Pieces::default().own("M").put(&measure(to.x)).own(" ").put(&measure(to.y)).own(back).end()
}

fn node(index: usize, placed: &Placed, used: Use) -> Written {
    let Placed { node, corner, size, .. } = placed;
    let kind = Written::own(class(node.shape));
    let title = Written::fill("{} ({})", &[&text(&node.label), &Written::own(node.shape.word())]);
    let label = text(&placed.label);
    let down = if node.shape == Shape::Store { CAP } else { 0.0 };
    let inner = Written::fill(
        "<title>{}</title>{}<text class=\"name\" x=\"{}\" y=\"{}\">{}</text>\
         <text class=\"kind\" x=\"{}\" y=\"{}\">{}</text>",
        &[
            &title,
            &outline(placed),
            &measure(corner.x + size.x / 2.0),
            &measure(corner.y + 20.0 + down),
            &label,
            &measure(corner.x + size.x / 2.0),
            &measure(corner.y + 34.0 + down),
            &Written::own(node.shape.word()),
        ],
    );
    match used {
        Use::File(_) => Written::fill("<g class=\"node {}\">{}</g>", &[&kind, &inner]),
        Use::Page(place) => Written::fill(
            "<a class=\"node {}\" href=\"#{}\" data-node=\"{}\">{}</a>",
            &[&kind, &place(placed), &index.into(), &inner],
        ),
    }
}

fn class(shape: Shape) -> &'static str {
    match shape {
        Shape::External => "external",
        Shape::Service
        | Shape::Gateway
        | Shape::Worker
        | Shape::Client
        | Shape::Store
        | Shape::Topic
        | Shape::Domain => shape.word(),
    }
}

/// The outline of a node: each kind has its own, so that kinds are told apart without colours.
fn outline(placed: &Placed) -> Written {
    let Placed { corner, size, node, .. } = placed;
    let number = |value: f64| measure(value);
    let rect = |round: &'static str| {
        Written::fill(
            "<rect class=\"shape\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            &[
                &number(corner.x),
                &number(corner.y),
                &number(size.x),
                &number(size.y),
                &Written::own(round),
            ],
        )
    };
    let path = |pattern: &'static str, measures: &[f64]| {
        let measures: Vec<Written> = measures.iter().map(|value| number(*value)).collect();
        Written::fill(pattern, &measures.iter().collect::<Vec<_>>())
    };
    let (x, y, width, height) = (corner.x, corner.y, size.x, size.y);
    match node.shape {
        Shape::Service | Shape::Domain => rect("6"),
        Shape::Client => rect("14"),
        Shape::External => rect("22"),
        Shape::Gateway => path(
            "<path class=\"shape\" d=\"M{} {}h{}l12 {}l-12 {}h-{}l-12 -{}z\"/>",
            &[x + 12.0, y, width - 24.0, height / 2.0, height / 2.0, width - 24.0, height / 2.0],
        ),
        Shape::Worker => Written::concat(&[
            rect("6"),
            path(
                "<path class=\"mark\" d=\"M{} {}v{}M{} {}v{}\"/>",
                &[x + 7.0, y, height, x + width - 7.0, y, height],
            ),
        ]),
        Shape::Topic => path(
            "<path class=\"shape\" d=\"M{} {}h{}l-14 {}h-{}z\"/>",
            &[x + 14.0, y, width - 14.0, height, width - 14.0],
        ),
        Shape::Store => Written::concat(&[
            path(
                "<path class=\"shape\" d=\"M{} {}a{} 6 0 0 1 {} 0v{}a{} 6 0 0 1 -{} 0z\"/>",
                &[x, y + 6.0, width / 2.0, width, height - 12.0, width / 2.0, width],
            ),
            path(
                "<path class=\"mark\" d=\"M{} {}a{} 6 0 0 0 {} 0\"/>",
                &[x, y + 6.0, width / 2.0, width],
            ),
        ]),
    }
}

/// What the looks of arrows mean, below everything.
fn legend(drawing: &Drawing) -> Option<Written> {
    let y = drawing.size.y - 24.0;
    let entry = |meaning: &Meaning| {
        Written::fill(
            "<g class=\"edge {}\"><path class=\"line\" d=\"M{} {}h34\"/><text class=\"meaning\" x=\"{}\" y=\"{}\">{}</text></g>",
            &[
                &Written::own(meaning.tone.class()),
                &measure(meaning.left),
                &measure(y),
                &measure(meaning.middle()),
                &measure(y + 4.0),
                &text(&meaning.words),
            ],
        )
    };
    let entries: Vec<Written> = drawing.legend.iter().map(entry).collect();
    (!entries.is_empty())
        .then(|| Written::fill("<g class=\"legend\">{}</g>", &[&Written::concat(&entries)]))
}
