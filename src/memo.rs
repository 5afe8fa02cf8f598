//! Memos of all types over one: a memo for each type would be in the bundle as many times.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{Get, GetUntracked, Memo as Kept};

trait Value: Any + Send + Sync {
    fn is_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

#[derive(Clone)]
struct Shared(Arc<dyn Value>);

impl Shared {
    fn as_any(&self) -> &dyn Any {
        &*self.0
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(other.as_any())
    }
}

/// A value that follows signals; who reads it hears of it only when it is another one.
pub struct Memo<T> {
    kept: Kept<Shared>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// A memo of what `compute` makes of the value before it, if there was one.
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        Self {
            kept: kept(Box::new(move |before| {
                let before = before.and_then(|before| before.as_any().downcast_ref());
                Shared(Arc::new(compute(before)))
            })),
            of: PhantomData,
        }
    }

    /// Reads the value. Tracked.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(value(&self.kept.get()))
    }

    /// Reads the value, not tracked.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(value(&self.kept.get_untracked()))
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> Memo<T> {
    /// The value. Tracked.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, not tracked.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

type Compute = Box<dyn Fn(Option<&Shared>) -> Shared + Send + Sync>;

fn kept(compute: Compute) -> Kept<Shared> {
    Kept::new(move |before| compute(before))
}

fn value<T: 'static>(shared: &Shared) -> &T {
    match shared.as_any().downcast_ref() {
        Some(value) => value,
        None => unreachable!("a memo keeps what it computes"),
    }
}
