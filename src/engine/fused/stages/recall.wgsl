// Recall (science/tasks): sample b shows key b, and its right answer is the class of that key in the task table.

//@ if LANES4
alias Classes = vec4u;
//@ else
alias Classes = u32;
//@ end

fn keys_of(first_sample: u32) -> Classes {
//@ if LANES4
  return min(vec4u(first_sample) + vec4u(0u, 1u, 2u, 3u), vec4u(FEATURES - 1u));
//@ else
  return min(first_sample, FEATURES - 1u);
//@ end
}

fn classes_of(first_sample: u32, table: u32) -> Classes {
  let entry = vec4u(table + 2u * ENTRIES) + vec4u(keys_of(first_sample));
//@ if LANES4
  return vec4u(task_table[entry.x], task_table[entry.y], task_table[entry.z], task_table[entry.w]);
//@ else
  return task_table[entry.x];
//@ end
}

// Entry j of each sample's own row of a matrix; `starts`: the first parameter of each row.
fn entries(starts: Classes, j: u32) -> Samples {
//@ if LANES4
  return vec4f(parameters[starts.x + j], parameters[starts.y + j], parameters[starts.z + j], parameters[starts.w + j]);
//@ else
  return parameters[starts + j];
//@ end
}
