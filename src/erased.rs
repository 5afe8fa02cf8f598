//! Memos and signals of all types over one, and effects of one type: one for each type would be in
//! the bundle as many times.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{
    Effect, Get, GetUntracked, Memo, Read, ReadUntracked, RenderEffect, RwSignal, Set, Signal,
    StoredValue, Write,
};

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
pub struct Derived<T> {
    kept: Memo<Shared>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

impl<T: PartialEq + Send + Sync + 'static> Derived<T> {
    /// What `compute` makes of the value before it, if there was one.
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

impl<T: PartialEq + Clone + Send + Sync + 'static> Derived<T> {
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

fn kept(compute: Compute) -> Memo<Shared> {
    Memo::new(compute)
}

fn value<T: 'static>(shared: &Shared) -> &T {
    match shared.as_any().downcast_ref() {
        Some(value) => value,
        None => unreachable!("a derived value keeps what it computes"),
    }
}

type Kept = Box<dyn Any + Send + Sync>;

/// A value that views follow.
pub struct Writable<T> {
    slot: RwSignal<Kept>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Writable<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Writable<T> {}

impl<T: Send + Sync + 'static> Writable<T> {
    /// With a first value.
    pub fn new(value: T) -> Self {
        Self {
            slot: RwSignal::new(Box::new(value)),
            of: PhantomData,
        }
    }

    /// Reads the value. Tracked.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(held(&self.slot.read()))
    }

    /// Reads the value, not tracked.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(held(&self.slot.read_untracked()))
    }

    /// Sets the value.
    pub fn set(self, value: T) {
        self.slot.set(Box::new(value));
    }

    /// Sets the value, unless the signal is gone; then the value comes back.
    pub fn try_set(self, value: T) -> Option<Box<dyn Any + Send + Sync>> {
        self.slot.try_set(Box::new(value))
    }

    /// Changes the value.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(value) = self.slot.write().downcast_mut() {
            change(value);
        }
    }
}

impl<T: Clone + Send + Sync + 'static> Writable<T> {
    /// The value. Tracked.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, not tracked.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value, not tracked; `None` if the signal is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        let value = self.slot.try_read_untracked()?;
        Some(held::<T>(&value).clone())
    }
}

impl<T: Clone + Send + Sync + 'static> From<Writable<T>> for Signal<T> {
    fn from(signal: Writable<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

fn held<T: 'static>(held: &Kept) -> &T {
    match held.downcast_ref() {
        Some(value) => value,
        None => unreachable!("a writable value holds what it was given"),
    }
}

/// Runs `run` at once, before the views are made, and again whenever a signal that it read changes.
pub fn effect_now(mut run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut(Option<()>)> = Box::new(move |_| run());
    // Lives as long as its owner.
    StoredValue::new_local(RenderEffect::new(run));
}

/// Runs `run` once the views are made, and again whenever a signal that it read changes.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}
