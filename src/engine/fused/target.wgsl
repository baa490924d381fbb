// What an output is compared with (science/tasks/): y_f from x_f and, for tasks of neighbours, x_{f+1 mod n}. A further
// target is one branch here.

//@ if LANES4
alias Values = vec4f;
//@ else
alias Values = f32;
//@ end

fn answer(x: Values, next: Values) -> Values {
//@ if ABSOLUTE
  return abs(x);
//@ end
//@ if CONJUNCTION
  return min(x, next);
//@ end
//@ if IDENTITY
  return x;
//@ end
}
