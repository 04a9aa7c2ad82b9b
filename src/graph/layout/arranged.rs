//! Items in boxes, arranged in the way in which most of them can be read at once.

use super::banded::banded;
use super::boxes::boxed;
use super::{Direction, Item, Layout, Link, Point};
use crate::parallel;

/// The shape of a screen: its width for its height.
const SCREEN: f64 = 1.5;

/// A layout with boxes.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Boxed {
    pub(in crate::graph) layout: Layout,
    /// The top left corner and the size of each box.
    pub(in crate::graph) boxes: Vec<(Point, Point)>,
}

/// A way to lay out items of which some stand in boxes, numbered from 0, from left to right.
type Arrangement = fn(&[Item], &[Link], &[Option<usize>], Direction) -> Boxed;

/// The layout that is drawn the largest where it is shown as a whole: boxes as wholes or as bands, to the right or downwards.
pub(in crate::graph) fn arranged(
    items: &[Item],
    links: &[Link],
    homes: &[Option<usize>],
) -> (Boxed, Direction) {
    let has_boxes = homes.iter().any(Option::is_some);
    let arrangements: &[Arrangement] = if has_boxes { &[boxed, banded] } else { &[boxed] };
    let ways = arrangements.iter().flat_map(|arrangement| {
        [Direction::Right, Direction::Down].map(|direction| (*arrangement, direction))
    });
    let all = parallel::map(ways, |(arrangement, direction)| {
        (directed(items, links, homes, arrangement, direction), direction)
    });
    let smallest =
        |one: &(Boxed, _), other: &(Boxed, _)| extent(&one.0).total_cmp(&extent(&other.0));
    all.into_iter().min_by(smallest).expect("there are directions")
}

/// The width of the smallest screen that shows all of it.
fn extent(boxed: &Boxed) -> f64 {
    let Point { x, y } = boxed.layout.size;
    x.max(y * SCREEN)
}

/// A layout that reads downwards is one from left to right, turned over.
fn directed(
    items: &[Item],
    links: &[Link],
    homes: &[Option<usize>],
    arrangement: Arrangement,
    direction: Direction,
) -> Boxed {
    if direction == Direction::Right {
        return arrangement(items, links, homes, direction);
    }
    let item = |item: &Item| Item { width: item.height, height: item.width, ..*item };
    let items: Vec<Item> = items.iter().map(item).collect();
    let link = |link: &Link| Link { label: link.label.map(Point::turned_over), ..*link };
    let links: Vec<Link> = links.iter().map(link).collect();
    arrangement(&items, &links, homes, direction).turned_over()
}

impl Boxed {
    fn turned_over(mut self) -> Self {
        let layout = &mut self.layout;
        let points = layout.corners.iter_mut().chain(layout.routes.iter_mut().flatten());
        let points = points.chain(layout.labels.iter_mut().flatten()).chain([&mut layout.size]);
        let boxes = self.boxes.iter_mut().flat_map(|(corner, size)| [corner, size]);
        points.chain(boxes).for_each(|point| *point = point.turned_over());
        self
    }
}
