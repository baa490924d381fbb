// AdamW of one parameter (science/training/optimiser.ts), with the step's numbers from the schedule table [t, 3] f32
// (science/training/schedule.ts): factor of the rate, 1/(1 − β₁^t), 1/(1 − β₂^t).
// Reads the kernel's binding `schedule`; the caller stores what comes out.

struct Update { decay: f32, step_size: f32, correction2: f32, own: Instance }

fn update_at(step: u32, own: Instance) -> Update {
  let rate = own.learning_rate * schedule[step * 3u];
  return Update(1.0 - rate * own.weight_decay, rate * schedule[step * 3u + 1u], schedule[step * 3u + 2u], own);
}

struct Adam { parameter: f32, mu: f32, nu: f32 }

fn adam(before: Adam, g: f32, update: Update) -> Adam {
  let own = update.own;
  let mu = own.beta1 * before.mu + own.rest1 * g;
  let nu = own.beta2 * before.nu + own.rest2 * g * g;
  return Adam(before.parameter * update.decay - update.step_size * mu / (sqrt(nu * update.correction2) + own.epsilon), mu, nu);
}
