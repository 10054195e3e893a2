//! What is the value of a property, followed through parameters, mappings and conditions?
//!
//! A parameter counts with its default, one that chooses an environment with the production one among those it allows.
//! Everything that only the deployment knows stays open.

use super::resources::{Resource, Template, variables};
use crate::knowledge::{Part, Sort};
use crate::surface::Value;

/// So many steps lead from a property to its value: nobody needs more, and a ring of aliases ends.
const STEPS: usize = 48;

/// The value of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    /// The entry that holds it, a scalar, map or list.
    pub(super) entry: usize,
    /// The entry whose change would change it: where the writer looks.
    pub(super) place: usize,
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Truth {
    holds: bool,
    /// The default of the parameter that switches it.
    place: Option<usize>,
}

/// How a parameter counts.
enum Chosen {
    /// With the production environment, this entry.
    Production(usize),
    /// As a switch that is on or off, with its default.
    Switch(usize),
    /// With its default.
    Default(usize),
}

impl<'a> Template<'a> {
    /// The value of entry `index`; none where it stays open.
    pub(super) fn value(&self, index: usize) -> Option<Resolved> {
        let mut steps = STEPS;
        self.value_within(index, &mut steps)
    }

    /// The value as text, with its place.
    pub(super) fn text(&self, index: usize) -> Option<(&'a str, usize)> {
        let value = self.value(index)?;
        Some((self.entry(value.entry).text()?, value.place))
    }

    /// The value as a number, with its place.
    pub(super) fn number(&self, index: usize) -> Option<(f64, usize)> {
        let value = self.value(index)?;
        Some((self.entry(value.entry).number()?, value.place))
    }

    /// The value as a truth value, with its place.
    pub(super) fn boolean(&self, index: usize) -> Option<(bool, usize)> {
        let value = self.value(index)?;
        Some((self.entry(value.entry).boolean()?, value.place))
    }

    /// Where one sees that a map has no `key`: at `otherwise`, or at what takes it away by a condition. None where it has it or may
    /// have it.
    pub(super) fn absent(&self, map: Option<usize>, key: &str, otherwise: usize) -> Option<usize> {
        let Some(map) = map.map(|it| self.tree().resolve(it)) else { return Some(otherwise) };
        // What a macro or a merge adds is not seen; while a key is typed its value is still to come.
        let is_open = self.tree().children(map).any(|it| {
            let key = self.entry(it).key();
            key.is_some_and(|it| it.starts_with("Fn::") || it == "<<")
        });
        match self.tree().find(map, key) {
            None => (!is_open && self.entry(map).value == Value::Map).then_some(otherwise),
            Some(index) => {
                let value = self.value(index)?;
                self.is_no_value(value.entry).then_some(value.place)
            }
        }
    }

    /// Whether a resource is sure to be made: it has no condition, or one that holds.
    pub(super) fn is_made(&self, resource: &Resource<'_>) -> bool {
        let Some(condition) = self.tree().find(resource.entry, "Condition") else { return true };
        let (name, mut steps) = (self.entry(condition).text(), STEPS);
        name.and_then(|it| self.named_condition(it, &mut steps)).is_some_and(|it| it.holds)
    }

    /// The type of the parameter that entry `index` refers to, and nothing else.
    pub(super) fn parameter_type(&self, index: usize) -> Option<&'a str> {
        let parameter = *self.parameters.get(self.referred(index)?)?;
        self.entry(self.tree().find(parameter, "Type")?).text()
    }

    /// The resource that entry `index` refers to, and nothing else.
    pub(super) fn referred_resource(&self, index: usize, part: Part) -> Option<&Resource<'a>> {
        self.resource(self.referred(index)?).filter(|it| it.part == Some(part))
    }

    /// The name that entry `index` refers to, if it is `!Ref` and nothing else.
    pub(super) fn referred(&self, index: usize) -> Option<&'a str> {
        match self.function(self.tree().resolve(index))? {
            ("Ref", argument) => self.entry(argument).text(),
            _ => None,
        }
    }

    /// The function that an entry calls, without `!` and `Fn::`, and the entry of its argument.
    pub(super) fn function(&self, index: usize) -> Option<(&'a str, usize)> {
        let entry = self.entry(index);
        if let Some(name) = entry.tag.as_deref().and_then(|it| it.strip_prefix('!')).filter(|it| !it.starts_with('!')) {
            return Some((name, index));
        }
        let mut children = self.tree().children(index).filter(|_| entry.value == Value::Map);
        let only = children.next().filter(|_| children.next().is_none())?;
        let key = self.entry(only).key()?;
        let name = key.strip_prefix("Fn::").or_else(|| (key == "Ref" || key == "Condition").then_some(key))?;
        Some((name, only))
    }

    fn value_within(&self, index: usize, steps: &mut usize) -> Option<Resolved> {
        *steps = steps.checked_sub(1)?;
        let entry = self.tree().resolve(index);
        let Some((name, argument)) = self.function(entry) else {
            let is_open = matches!(self.entry(entry).value, Value::Null | Value::Alias { .. });
            return (!is_open).then_some(Resolved { entry, place: index });
        };
        let arguments = || self.tree().children(self.tree().resolve(argument)).collect::<Vec<_>>();
        match name {
            "Ref" if self.is_no_value(entry) => Some(Resolved { entry, place: index }),
            "Ref" => self.parameter(self.entry(argument).text()?, index),
            "Sub" => self.substituted(index, argument),
            "FindInMap" => self.mapped(&arguments(), steps),
            "If" => self.chosen(index, &arguments(), steps),
            _ => None,
        }
    }

    fn parameter(&self, name: &str, place: usize) -> Option<Resolved> {
        match self.choice(name)? {
            Chosen::Production(entry) => Some(Resolved { entry, place }),
            Chosen::Switch(entry) | Chosen::Default(entry) => Some(Resolved { entry, place: entry }),
        }
    }

    /// A text without variables, or one that is a parameter and nothing else.
    fn substituted(&self, index: usize, argument: usize) -> Option<Resolved> {
        let text = self.entry(argument).text()?;
        let only = text.strip_prefix("${").and_then(|it| it.strip_suffix('}')).filter(|it| !it.contains('$'));
        match only {
            Some(name) => self.parameter(name, index),
            None => variables(text).next().is_none().then_some(Resolved { entry: argument, place: index }),
        }
    }

    fn mapped(&self, arguments: &[usize], steps: &mut usize) -> Option<Resolved> {
        let [map, keys @ ..] = arguments else { return None };
        let mut entry = *self.mappings.get(self.operand(*map, steps)?.0)?;
        for key in keys.iter().take(2) {
            entry = self.tree().find(entry, self.operand(*key, steps)?.0)?;
        }
        self.entry(entry).text().map(|_| Resolved { entry, place: entry })
    }

    /// The branch that is taken; where that is open, either if both say the same.
    fn chosen(&self, index: usize, arguments: &[usize], steps: &mut usize) -> Option<Resolved> {
        let [condition, yes, no] = *arguments else { return None };
        let truth = self.entry(condition).text().and_then(|it| self.named_condition(it, steps));
        if let Some(Truth { holds, place }) = truth {
            let value = self.value_within(if holds { yes } else { no }, steps)?;
            return Some(Resolved { place: place.unwrap_or(value.place), ..value });
        }
        let (yes, no) = (self.value_within(yes, steps)?, self.value_within(no, steps)?);
        let text = self.entry(yes.entry).text();
        (text.is_some() && text == self.entry(no.entry).text()).then_some(Resolved { place: index, ..yes })
    }

    fn named_condition(&self, name: &str, steps: &mut usize) -> Option<Truth> {
        self.condition(*self.conditions.get(name)?, steps)
    }

    fn condition(&self, index: usize, steps: &mut usize) -> Option<Truth> {
        *steps = steps.checked_sub(1)?;
        let (name, argument) = self.function(self.tree().resolve(index))?;
        let arguments = self.tree().children(argument).take(STEPS).collect::<Vec<_>>();
        match (name, &arguments[..]) {
            ("Condition", _) => self.named_condition(self.entry(argument).text()?, steps),
            ("Equals", [one, other]) => {
                let ((one, here), (other, there)) = (self.operand(*one, steps)?, self.operand(*other, steps)?);
                Some(Truth { holds: one == other, place: here.or(there) })
            }
            ("Not", [only]) => self.condition(*only, steps).map(|it| Truth { holds: !it.holds, ..it }),
            ("And" | "Or", parts) => {
                let settles = name == "Or";
                let parts = parts.iter().map(|it| self.condition(*it, steps)).collect::<Vec<_>>();
                let settled = parts.iter().flatten().find(|it| it.holds == settles).copied();
                settled.or_else(|| parts.into_iter().collect::<Option<Vec<_>>>()?.first().copied())
            }
            _ => None,
        }
    }

    /// The text of an operand and the default that it comes from. Of parameters only those count that choose the environment or
    /// switch something: a default subnet or size is there to be replaced.
    fn operand(&self, index: usize, steps: &mut usize) -> Option<(&'a str, Option<usize>)> {
        if let Some(name) = self.referred(index) {
            return match self.choice(name)? {
                Chosen::Production(entry) => Some((self.entry(entry).text()?, None)),
                Chosen::Switch(entry) => Some((self.entry(entry).text()?, Some(entry))),
                Chosen::Default(_) => None,
            };
        }
        let value = self.value_within(index, steps)?;
        Some((self.entry(value.entry).text()?, None))
    }

    fn choice(&self, name: &str) -> Option<Chosen> {
        let parameter = *self.parameters.get(name)?;
        let kind = self.tree().find(parameter, "Type").and_then(|it| self.entry(it).text());
        if kind.is_some_and(|it| it.starts_with("AWS::SSM::")) {
            return None;
        }
        let default = self.tree().find(parameter, "Default").filter(|it| self.entry(*it).text().is_some());
        let allowed = self.tree().find(parameter, "AllowedValues").map(|it| self.tree().resolve(it));
        let allowed = || allowed.into_iter().flat_map(|it| self.tree().children(it)).take(STEPS);
        let says = |it: &usize, sort| self.entry(*it).text().is_some_and(|it| self.words().is(it, sort));
        if let Some(entry) = default.into_iter().chain(allowed()).find(|it| says(it, Sort::Production)) {
            return Some(Chosen::Production(entry));
        }
        if self.words().is(name, Sort::Production) {
            let yes = default.into_iter().chain(allowed()).find(|it| self.entry(*it).boolean() == Some(true));
            return yes.map(Chosen::Production);
        }
        let default =
            default.filter(|it| !says(it, Sort::NonProduction) && !self.words().is(name, Sort::NonProduction))?;
        let is_switch = self.entry(default).boolean().is_some();
        Some(if is_switch { Chosen::Switch(default) } else { Chosen::Default(default) })
    }

    fn is_no_value(&self, index: usize) -> bool {
        self.referred(index) == Some("AWS::NoValue")
    }
}
