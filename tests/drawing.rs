//! Pictures are laid out: nothing touches anything else, arrows lead from node to node, forward where that can be.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::{
    ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest,
};
use scaffold::graph::{
    Arrow, Drawing, Edge, Graph, Group, Line, Node, NodeId, Placed, Point, Shape, Use, dot,
    drawing, flowchart, svg,
};
use scaffold::model::ServiceId;

/// What rounding may make of a place.
const NEARLY: f64 = 0.1;

const SHAPES: [Shape; 8] = [
    Shape::Service,
    Shape::Gateway,
    Shape::Worker,
    Shape::Client,
    Shape::Store,
    Shape::Topic,
    Shape::External,
    Shape::Domain,
];

/// A picture of nodes with these names, each in a group or in none, and of edges between them.
fn picture(names: &[(String, usize)], ends: &[(usize, usize)]) -> Graph {
    let mut groups: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
    for (index, (name, group)) in names.iter().enumerate() {
        let shape = SHAPES[index % SHAPES.len()];
        let node = Node { id: NodeId::Service(ServiceId(index)), label: name.clone(), shape };
        groups.entry(*group).or_default().push(node);
    }
    let alone = groups.remove(&0);
    let titled = groups
        .into_iter()
        .map(|(group, nodes)| Group { title: Some(format!("group {group}")), nodes });
    let alone = alone.map(|nodes| Group { title: None, nodes });
    let edges: BTreeSet<(usize, usize)> =
        ends.iter().map(|(from, to)| (from % names.len(), to % names.len())).collect();
    let edge = |(from, to): (usize, usize)| Edge {
        from: NodeId::Service(ServiceId(from)),
        to: NodeId::Service(ServiceId(to)),
        labels: [if from % 2 == 0 { "gRPC" } else { "dead letters" }.to_owned()].into(),
        line: if from % 3 == 0 { Line::Dotted } else { Line::Solid },
        both_ways: from % 5 == 0,
    };
    Graph { groups: titled.chain(alone).collect(), edges: edges.into_iter().map(edge).collect() }
}

/// Pictures of up to 40 nodes, with or without boxes, with whatever arrows.
fn pictures() -> impl Strategy<Value = Graph> {
    let names = prop::collection::vec(("[a-z.]{1,40}", 0..5_usize), 1..40);
    let ends = prop::collection::vec((any::<usize>(), any::<usize>()), 0..60);
    (names, ends).prop_map(|(names, ends)| picture(&names, &ends))
}

/// Whether two boxes, each a corner and a size, share any ground.
fn overlap(one: (Point, Point), other: (Point, Point)) -> bool {
    let apart = |from: f64, size: f64, other: f64| from + size <= other + NEARLY;
    let ((a, a_size), (b, b_size)) = (one, other);
    !(apart(a.x, a_size.x, b.x)
        || apart(b.x, b_size.x, a.x)
        || apart(a.y, a_size.y, b.y)
        || apart(b.y, b_size.y, a.y))
}

fn is_inside(inner: (Point, Point), outer: (Point, Point)) -> bool {
    let ((a, a_size), (b, b_size)) = (inner, outer);
    a.x >= b.x - NEARLY
        && a.y >= b.y - NEARLY
        && a.x + a_size.x <= b.x + b_size.x + NEARLY
        && a.y + a_size.y <= b.y + b_size.y + NEARLY
}

fn placed(drawing: &Drawing, id: NodeId) -> &Placed {
    drawing.nodes.iter().find(|placed| placed.node.id == id).expect("every node has a place")
}

fn is_on_border(point: Point, of: &Placed) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < NEARLY;
    let within = |at: f64, from: f64, size: f64| at > from - NEARLY && at < from + size + NEARLY;
    let (corner, size) = (of.corner, of.size);
    let on_side = near(point.x, corner.x) || near(point.x, corner.x + size.x);
    let on_edge = near(point.y, corner.y) || near(point.y, corner.y + size.y);
    (on_side && within(point.y, corner.y, size.y)) || (on_edge && within(point.x, corner.x, size.x))
}

/// What the words on an arrow cover.
fn written(arrow: &Arrow) -> Option<(Point, Point)> {
    let (words, at) = arrow.label.as_ref()?;
    let columns = u32::try_from(words.len()).expect("words are short");
    let size = Point { x: f64::from(columns) * 6.4, y: 14.0 };
    Some((Point { x: at.x - size.x / 2.0, y: at.y - size.y / 2.0 }, size))
}

/// Every node with the box that it has to stand in.
fn homes(graph: &Graph, drawing: &Drawing) -> Vec<(Placed, Option<(Point, Point)>)> {
    let mut frames = drawing.frames.iter();
    let mut homes = Vec::new();
    for group in &graph.groups {
        let frame = group.title.as_ref().map(|_| {
            let frame = frames.next().expect("a box for each titled group");
            (frame.corner, frame.size)
        });
        homes.extend(group.nodes.iter().map(|node| (placed(drawing, node.id).clone(), frame)));
    }
    homes
}

/// The nodes that do not stand in their own box, or in one that is not theirs.
fn misplaced(graph: &Graph) -> Vec<String> {
    let drawing = drawing(graph);
    let mut misplaced = Vec::new();
    for (node, home) in homes(graph, &drawing) {
        let ground = (node.corner, node.size);
        for frame in &drawing.frames {
            let frame = (frame.corner, frame.size);
            let stands_right = if home == Some(frame) {
                is_inside(ground, frame)
            } else {
                !overlap(ground, frame)
            };
            misplaced.extend((!stands_right).then(|| node.node.label.clone()));
        }
    }
    misplaced
}

/// Where nothing but words stands behind a box, the room for these is less than what the box leaves free.
#[test]
fn a_box_ends_before_what_stands_behind_it() {
    let (short, long) = ("a....a..a.a.a.aa.aa", ".aaaaa..a.aaaaa.a.a......");
    let groups = [("a", 0), (".", 4), (".", 2), (".", 0), (".", 0), ("a", 4)];
    let more = [(long, 1), (short, 4), (".", 0), ("a", 2)];
    let names = groups.into_iter().chain(more).map(|(name, group)| (name.to_owned(), group));
    let graph = picture(&names.collect::<Vec<_>>(), &[(1, 6), (5, 6), (8, 1)]);
    assert_eq!(misplaced(&graph), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_two_nodes_and_no_two_boxes_overlap(graph in pictures()) {
        let drawing = drawing(&graph);
        let page = (Point::default(), drawing.size);
        let nodes: Vec<_> = drawing.nodes.iter().map(|node| (node.corner, node.size)).collect();
        let frames: Vec<_> = drawing.frames.iter().map(|frame| (frame.corner, frame.size)).collect();
        for all in [&nodes, &frames] {
            for (index, one) in all.iter().enumerate() {
                prop_assert!(is_inside(*one, page), "{one:?} leaves the picture");
                for other in &all[index + 1..] {
                    prop_assert!(!overlap(*one, *other), "{one:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn a_node_stands_in_its_own_box_and_in_no_other(graph in pictures()) {
        prop_assert_eq!(misplaced(&graph), Vec::<String>::new());
    }

    #[test]
    fn arrows_lead_from_one_node_to_the_other_and_through_none(graph in pictures()) {
        let drawing = drawing(&graph);
        prop_assert_eq!(drawing.arrows.len(), graph.edges.len());
        for Arrow { edge, route, .. } in &drawing.arrows {
            let (from, to) = (placed(&drawing, edge.from), placed(&drawing, edge.to));
            prop_assert!(is_on_border(route[0], from), "{edge:?} begins elsewhere");
            prop_assert!(is_on_border(route[route.len() - 1], to), "{edge:?} ends elsewhere");
            for step in route.windows(2) {
                let corner = Point { x: step[0].x.min(step[1].x), y: step[0].y.min(step[1].y) };
                let size = Point { x: (step[0].x - step[1].x).abs(), y: (step[0].y - step[1].y).abs() };
                for node in drawing.nodes.iter().filter(|node| ![edge.from, edge.to].contains(&node.node.id)) {
                    prop_assert!(!overlap((corner, size), (node.corner, node.size)), "{edge:?} passes {}", node.label);
                }
            }
        }
    }

    #[test]
    fn what_is_written_on_arrows_stands_free(graph in pictures()) {
        let drawing = drawing(&graph);
        let labels: Vec<_> = drawing.arrows.iter().filter_map(written).collect();
        for (index, label) in labels.iter().enumerate() {
            prop_assert!(is_inside(*label, (Point::default(), drawing.size)), "{label:?} leaves the picture");
            for node in &drawing.nodes {
                prop_assert!(!overlap(*label, (node.corner, node.size)), "{label:?} covers {}", node.label);
            }
            for other in &labels[index + 1..] {
                prop_assert!(!overlap(*label, *other), "{label:?} and {other:?}");
            }
        }
    }

    #[test]
    fn without_a_cycle_every_arrow_leads_forward(
        count in 2..40_usize,
        ends in prop::collection::vec((any::<usize>(), any::<usize>()), 1..60),
    ) {
        let names: Vec<_> = (0..count).map(|index| (format!("n{index}"), 0)).collect();
        let forward = ends.iter().map(|(a, b)| (a % count, b % count)).filter(|(a, b)| a != b);
        let forward: Vec<_> = forward.map(|(a, b)| (a.min(b), a.max(b))).collect();
        let drawing = drawing(&picture(&names, &forward));
        let leads = |along: fn(Point) -> f64| drawing.arrows.iter().all(|arrow| {
            let (from, to) = (placed(&drawing, arrow.edge.from), placed(&drawing, arrow.edge.to));
            along(from.corner) + along(from.size) < along(to.corner)
        });
        prop_assert!(leads(|point| point.x) || leads(|point| point.y));
    }

    #[test]
    fn names_stay_names(names in prop::collection::vec((any::<String>(), 0..3_usize), 1..8)) {
        let graph = picture(&names, &[(0, 1), (1, 2)]);
        let title = &names[0].0;
        let text = svg(&drawing(&graph), title, Use::File("")).to_string();
        for part in text.split('<').skip(1) {
            let (tag, words) = part.split_once('>').expect("every tag ends");
            let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
            prop_assert!(["svg", "title", "style", "g", "rect", "path", "text"].contains(&name), "{tag}");
            prop_assert_eq!(tag.matches('"').count() % 2, 0, "{}", tag);
            prop_assert!(!words.contains('>'), "{}", words);
        }
        let text = dot(&graph, title).to_string();
        for line in text.lines().skip(1).filter(|line| line.contains("label=\"")) {
            let bare = line.replace("\\\\", "").replace("\\\"", "");
            prop_assert_eq!(bare.matches('"').count() % 2, 0, "{}", line);
        }
    }
}

#[test]
fn boxes_that_call_each_other_both_ways_fill_a_screen() {
    for (count, groups) in [(20, 2), (60, 8), (120, 9)] {
        let names: Vec<_> =
            (0..count).map(|index| (format!("service-{index}"), index % groups + 1)).collect();
        let ends: Vec<_> = (0..count)
            .flat_map(|index| [(index, (index * 7 + 3) % count), (index, (index * 5 + 11) % count)])
            .collect();
        let Point { x, y } = drawing(&picture(&names, &ends)).size;
        assert!((1.0..2.4).contains(&(x / y)), "{count} in {groups} boxes: {x} to {y}");
    }
}

#[test]
fn the_same_picture_is_always_drawn_the_same() {
    let names: Vec<_> = (0..60).map(|index| (format!("service-{index}"), index % 6)).collect();
    let ends: Vec<_> = (0..160).map(|index| (index * 7, index * index + 3)).collect();
    let graph = picture(&names, &ends);
    let text = || svg(&drawing(&graph), "the same", Use::File("")).to_string();
    assert_eq!(text(), text());
}

#[test]
fn graphviz_reads_what_is_written_for_it() {
    let name = "graphviz_reads_what_is_written_for_it";
    let names =
        ["a \"b\" \\", "\\N", "<b>x</b>", "漢字", "end; }", ""].map(|name| (name.to_owned(), 1));
    let text =
        dot(&picture(&names, &[(0, 1), (1, 2), (2, 2), (3, 0)]), "a \"title\" \\").to_string();
    let graphviz = Command::new("dot")
        .args(["-Tplain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut graphviz) = graphviz else {
        return support::python::note_not_run(name, "there is no dot (Debian's graphviz)");
    };
    let mut input = graphviz.stdin.take().expect("it has an input");
    input.write_all(text.as_bytes()).expect("it reads");
    drop(input);
    let read = graphviz.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success() && said.is_empty(), "{said}\n{text}");
    let plain = String::from_utf8_lossy(&read.stdout);
    assert_eq!(plain.lines().filter(|line| line.starts_with("node ")).count(), 6, "{plain}");
}

#[test]
fn names_that_are_written_alike_are_different_nodes() {
    let names = ["a-b", "a.b", "a_b__1", "a_b__0", "a b"].map(|name| (name.to_owned(), 0));
    let text = flowchart(&picture(&names, &[])).to_string();
    let ids = text.lines().skip(1).map(|line| line.trim().split(['[', '{', '(']).next());
    assert_eq!(ids.collect::<BTreeSet<_>>().len(), names.len(), "{text}");
}

#[test]
fn a_legend_is_not_wider_than_its_picture() {
    let names: Vec<_> = (0..9).map(|index| (format!("n{index}"), 0)).collect();
    let ends: Vec<_> = (0..81).map(|index| (index / 9, index % 9)).collect();
    let mut graph = picture(&names, &ends);
    for (index, edge) in graph.edges.iter_mut().enumerate() {
        edge.labels = [format!("protocol-of-a-long-name-{index:03}")].into();
    }
    let drawing = drawing(&graph);
    let text = svg(&drawing, "wide", Use::File("")).to_string();
    let ends = text.split("class=\"meaning\" x=\"").skip(1).map(|rest| {
        let left: f64 = rest.split('"').next().expect("it has a place").parse().expect("a number");
        let words = rest.split(['>', '<']).nth(1).expect("it has words");
        left + 7.6 * f64::from(u32::try_from(words.chars().count()).expect("they are short"))
    });
    let right = ends.fold(0.0, f64::max);
    assert!(right > 0.0 && right <= drawing.size.x, "{right} of {}", drawing.size.x);
}

#[test]
fn what_an_arrow_has_no_room_to_say_stands_in_the_legend() {
    let names = ["a", "b"].map(|name| (name.to_owned(), 0));
    for (ends, is_told) in [((0, 1), true), ((0, 0), false)] {
        let text = svg(&drawing(&picture(&names, &[ends])), "loops", Use::File("")).to_string();
        assert!(text.contains(">gRPC</text>"), "{text}");
        assert_eq!(text.contains("class=\"legend\""), !is_told, "{text}");
    }
}

#[test]
fn long_names_stay_in_their_boxes() {
    let long = "a-very-long-name-that-nobody-can-remember-for-a-whole-day";
    let drawing = drawing(&picture(&[(long.to_owned(), 0), ("漢字".repeat(30), 0)], &[]));
    for node in &drawing.nodes {
        assert!(node.label.ends_with('…'), "{} is shown as a whole", node.label);
        let columns = unicode_width::UnicodeWidthStr::width(node.label.as_str());
        assert!(columns <= 32, "{columns} columns");
        assert!(node.size.x < 300.0, "{} wide", node.size.x);
    }
}

#[test]
fn a_box_knows_its_whole_title() {
    let mut graph = picture(&[("a".to_owned(), 1)], &[]);
    let title = "a-domain-whose-name-goes-on-and-on-and-does-not-end";
    graph.groups[0].title = Some(title.to_owned());
    let drawing = drawing(&graph);
    assert!(drawing.frames[0].label.ends_with('…'), "{}", drawing.frames[0].label);
    let text = svg(&drawing, "boxes", Use::File("")).to_string();
    assert!(text.contains(&format!("<g><title>{title}</title><rect class=\"frame\"")), "{text}");
}

#[test]
fn two_thousand_services_are_laid_out_in_time() {
    let count = if cfg!(debug_assertions) { 300 } else { 2_000 };
    let names: Vec<_> = (0..count).map(|index| (format!("service-{index}"), index % 20)).collect();
    let ends: Vec<_> =
        (0..count * 2).map(|index| (index, index * 31 + index * index % 97)).collect();
    let began = std::time::Instant::now();
    drawing(&picture(&names, &ends));
    assert!(began.elapsed().as_secs() < 20, "it took {:?}", began.elapsed());
}
