//! A picture with places: how large its nodes are, and where everything stands.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::layout::{Boxed, Direction, Item, Link, Pin, arranged};
use super::legend::{Meaning, legend};
use super::{Edge, Graph, Node, NodeId, Point};

/// Pictures with at most so many arrows say on them what they are; others have a legend.
const MOST_WRITTEN: usize = 30;
/// How wide a column of text is, in nodes and on arrows: that of fonts whose letters are all as wide.
pub(super) const COLUMN: f64 = 7.6;
pub(super) const SMALL_COLUMN: f64 = 6.4;
/// The most columns of a label.
const MOST_COLUMNS: usize = 32;
/// What a node has beside its text, at least in all, and how high it is.
const PADDING: f64 = 34.0;
const LEAST_WIDTH: f64 = 118.0;
const HEIGHT: f64 = 44.0;
/// What is left free around everything.
pub(super) const BORDER: f64 = 20.0;
/// The height of what is written on arrows, and of the legend.
const LINE_HEIGHT: f64 = 15.0;
const LEGEND: f64 = 34.0;

/// A picture in which everything has its place; the top left corner is the origin.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// How large it is.
    pub size: Point,
    /// Which way it reads.
    pub(super) direction: Direction,
    /// One box for each titled group.
    pub frames: Vec<Frame>,
    /// The nodes, in the order of their groups.
    pub nodes: Vec<Placed>,
    /// The arrows, in the order of the edges.
    pub arrows: Vec<Arrow>,
    /// What arrows of a tone say, where they do not say it themselves.
    pub(super) legend: Vec<Meaning>,
}

/// A box around the nodes of a group.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What it is called.
    pub title: String,
    /// What is written at its top; the beginning of a long title.
    pub label: String,
    /// Its top left corner.
    pub corner: Point,
    /// How large it is.
    pub size: Point,
}

/// A node at its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Which one.
    pub node: Node,
    /// What is written in it; the beginning of a long name.
    pub label: String,
    /// Its top left corner.
    pub corner: Point,
    /// How large it is.
    pub size: Point,
}

/// An edge at its place.
#[derive(Clone, Debug)]
pub struct Arrow {
    /// Which one.
    pub edge: Edge,
    /// What it passes, from its beginning to its end.
    pub route: Vec<Point>,
    /// What is written on it, and the middle of that.
    pub label: Option<(String, Point)>,
}

/// Lays a picture out. The same picture is always laid out the same.
pub fn drawing(graph: &Graph) -> Drawing {
    let nodes = nodes(graph);
    let items: Vec<Item> = nodes.iter().map(|(node, _)| item(node)).collect();
    let homes: Vec<Option<usize>> = nodes.iter().map(|(_, home)| *home).collect();
    let is_written = graph.edges.len() <= MOST_WRITTEN;
    let words = |edge: &Edge| edge.words().filter(|_| is_written).map(|words| shortened(&words));
    let labels: Vec<Option<String>> = graph.edges.iter().map(words).collect();
    let links = links(graph, &nodes, &labels);
    let (Boxed { layout, boxes }, direction) = arranged(&items, &links, &homes);
    let placed = nodes.iter().zip(&items).zip(layout.corners);
    let placed: Vec<Placed> =
        placed.map(|(((node, _), item), corner)| place(node, item, corner)).collect();
    let titles = graph.groups.iter().filter_map(|group| group.title.as_ref());
    let mut arrows = arrows(graph, layout.routes, labels.into_iter().zip(layout.labels));
    loops(&mut arrows, &placed);
    let is_told = |arrow: &Arrow| arrow.label.is_some() || arrow.edge.labels.is_empty();
    let legend = if is_written && arrows.iter().all(is_told) { Vec::new() } else { legend(graph) };
    Drawing {
        size: size(layout.size, &legend),
        direction,
        frames: titles.zip(boxes).map(|(title, ground)| frame(title, ground)).collect(),
        nodes: placed,
        arrows,
        legend,
    }
}

/// What a layout takes up with its border and a legend.
fn size(layout: Point, legend: &[Meaning]) -> Point {
    let below = if legend.is_empty() { 0.0 } else { LEGEND };
    let right = legend.last().map_or(0.0, |last| last.right() + BORDER);
    Point { x: (layout.x + 2.0 * BORDER).max(right), y: layout.y + 2.0 * BORDER + below }
}

/// The edges with what they pass, and with what is written on them where that has a place.
fn arrows(
    graph: &Graph,
    routes: Vec<Vec<Point>>,
    labels: impl Iterator<Item = (Option<String>, Option<Point>)>,
) -> Vec<Arrow> {
    let arrow = |((edge, route), (words, at)): ((&Edge, Vec<Point>), (Option<String>, _))| Arrow {
        edge: edge.clone(),
        route: route.into_iter().map(inset).collect(),
        label: words.zip(Option::map(at, inset)),
    };
    graph.edges.iter().zip(routes).zip(labels).map(arrow).collect()
}

/// Every node with the number of the box that it stands in.
fn nodes(graph: &Graph) -> Vec<(&Node, Option<usize>)> {
    let groups = graph.groups.iter().enumerate();
    let nodes = groups.flat_map(|(index, group)| {
        let home = group.title.as_ref().map(|_| index);
        group.nodes.iter().map(move |node| (node, home))
    });
    nodes.collect()
}

fn place(node: &Node, item: &Item, corner: Point) -> Placed {
    let size = Point { x: item.width, y: item.height };
    Placed { node: node.clone(), label: shortened(&node.label), corner: inset(corner), size }
}

fn frame(title: &str, (corner, size): (Point, Point)) -> Frame {
    let label = fitting(title, size.x - PADDING);
    Frame { title: title.to_owned(), label, corner: inset(corner), size }
}

fn inset(point: Point) -> Point {
    Point { x: point.x + BORDER, y: point.y + BORDER }
}

fn item(node: &Node) -> Item {
    let columns = u32::try_from(shortened(&node.label).width()).unwrap_or_default();
    let width = (f64::from(columns) * COLUMN + PADDING).max(LEAST_WIDTH);
    Item { width, height: HEIGHT, pin: Pin::Free }
}

fn links(graph: &Graph, nodes: &[(&Node, Option<usize>)], labels: &[Option<String>]) -> Vec<Link> {
    let places: BTreeMap<NodeId, usize> =
        nodes.iter().enumerate().map(|(place, (node, _))| (node.id, place)).collect();
    let size = |words: &String| {
        let columns = u32::try_from(words.width()).unwrap_or_default();
        Point { x: f64::from(columns) * SMALL_COLUMN + 10.0, y: LINE_HEIGHT }
    };
    let link = |(edge, label): (&Edge, &Option<String>)| Link {
        from: places[&edge.from],
        to: places[&edge.to],
        from_at: None,
        to_at: None,
        label: label.as_ref().map(size),
    };
    graph.edges.iter().zip(labels).map(link).collect()
}

/// An arrow from a node to itself goes once round its lower right corner.
fn loops(arrows: &mut [Arrow], nodes: &[Placed]) {
    for arrow in arrows.iter_mut().filter(|arrow| arrow.edge.from == arrow.edge.to) {
        let Some(at) = nodes.iter().find(|placed| placed.node.id == arrow.edge.from) else {
            continue;
        };
        let right = at.corner.x + at.size.x;
        let (upper, lower) = (at.corner.y + at.size.y * 0.55, at.corner.y + at.size.y * 0.85);
        let out = right + 16.0;
        let points = [(right, upper), (out, upper), (out, lower), (right, lower)];
        arrow.route = points.map(|(x, y)| Point { x, y }).to_vec();
    }
}

/// The beginning of a text that is too long to be shown.
pub(super) fn shortened(text: &str) -> String {
    cut(text, MOST_COLUMNS)
}

/// As much of a title as there is room for.
fn fitting(title: &str, room: f64) -> String {
    let fits =
        |columns: &usize| f64::from(u32::try_from(*columns).unwrap_or(u32::MAX)) * COLUMN <= room;
    cut(title, (1..=MOST_COLUMNS).rev().find(fits).unwrap_or(1))
}

fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.width() <= most {
        return line;
    }
    let mut columns = 1;
    let fits = |character: &char| {
        columns += character.width().unwrap_or(0);
        columns <= most
    };
    let kept: String = line.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}
