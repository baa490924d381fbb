// Trains small autoencoders (science/models/autoencoder.ts, science/training/task-loss.ts, science/training/optimiser.ts): one workgroup
// is one model, a dispatch is as many steps as `progress[0]` says. Everything is unrolled over n and m: an invocation
// keeps all weights and all gradient sums in registers, takes four samples at a time as vec4f (one Philox call per
// feature gives the four), and meets the others twice per step: partial sums go to workgroup storage, are added in a
// fixed order, and the same invocation takes the Adam step of the entries it added.
//
// bindings  0 parameters [i, P] f32             4 progress [3] u32: steps to take, the first of them,
//                                                 and for tests N instead of 0 (see `drawn`)
//           1 moments [i, 2, P] f32             5 schedule [t, 3] f32 (science/training/schedule.ts)
//           2 instances [i]                     6 losses [t mod RING, i] f32
//           3 task_table [i, TABLE] u32         7 drawn [f, 4·GROUPS] f32: the inputs, where
//                                                 progress[2] is N; then nothing is updated
// workgroup THREADS invocations: 4 on software adapters, where they are one SIMD group and a barrier costs as much as
//           a feature; on GPUs as many as partial sums fit 16 KiB of workgroup storage, at most 64.
// grid      (i)

struct Instance {
  data_seed: u32, learning_rate: f32, weight_decay: f32, epsilon: f32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, // rest = 1 − beta, rounded once
}

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(1) var<storage, read_write> moments: array<f32>;
@group(0) @binding(2) var<storage, read> instances: array<Instance>;
@group(0) @binding(3) var<storage, read> task_table: array<u32>;
@group(0) @binding(4) var<storage, read> progress: array<u32>;
@group(0) @binding(5) var<storage, read> schedule: array<f32>;
@group(0) @binding(6) var<storage, read_write> losses: array<f32>;
@group(0) @binding(7) var<storage, read_write> drawn: array<vec4f>;

const THREADS = ${THREADS}u;
const BATCH = ${BATCH}u;
const GROUPS = (BATCH + 3u) / 4u; // of four samples
const N = ${N}u;
const M = ${M}u;
const P = ${P}u; // W [f, h], V [f, h] unless tied, b [f]: all trainable
const V_START = ${V_START}u;
const B_START = ${B_START}u;
const ENTRIES = ${ENTRIES}u;
const TABLE = ${TABLE}u;

var<workgroup> weights: array<f32, P>;
var<workgroup> first: array<f32, P>;
var<workgroup> second: array<f32, P>;
var<workgroup> partial: array<f32, ${PARTIALS}>; // [thread, P + 1], the last is the loss

//@ if SKIPPING
//@ for k in 1..ENTRIES
var<private> bound$k: u32;
//@ end
//@ end

fn draw(x: ptr<function, array<vec4f, N>>, table: u32, group: u32, step: u32, seed: u32) {
//@ if SKIPPING
  // Loops end where their last invocation does, branches on SwiftShader never: hence one loop per four words, and a
  // count of bounds passed instead of a search.
  for (var f = 0u; f < N; f++) { (*x)[f] = vec4f(0.0); }
  for (var lane = 0u; lane < 4u; lane++) {
    var position = 0u;
    for (var call = 0u; position < N; call++) {
      var words = philox(vec4u(call, group * 4u + lane, step, 0u), vec2u(seed, 0u));
      for (var i = 0u; i < 4u && position < N; i++) {
        let word = words.x;
        words = words.yzwx;
        var gap = 0u;
        //@ for k in 1..ENTRIES
        gap += select(0u, 1u, bound$k <= word);
        //@ end
        position += gap;
        if (position < N) {
          (*x)[position][lane] = value_of(word - task_table[table + gap], task_table[table + ENTRIES + gap]);
        }
        position += 1u;
      }
    }
  }
//@ else
  for (var f = 0u; f < N; f++) {
    let words = philox(vec4u(f, group, step, 0u), vec2u(seed, 0u));
    let bound = task_table[table + f];
    //@ if SETS
    let choice = philox(vec4u(N + f / ${SET_SIZE}u, group, step, 0u), vec2u(seed, 0u))
      - vec4u(task_table[table + ENTRIES + f]); // the first of those of its set's words that mean this feature
    let scale = 0x20000000u; // 2^24·32: the value's interval is every word
    //@ else
    let choice = words;
    let scale = task_table[table + ENTRIES + f];
    //@ end
    let power = 1u << (scale & 31u);
    let reciprocal = scale >> 5u;
    let low = reciprocal & 0xffffu;
    let high = reciprocal >> 16u;
    let value = vec4f(
      value_by(words.x, power, low, high), value_by(words.y, power, low, high),
      value_by(words.z, power, low, high), value_by(words.w, power, low, high),
    );
    (*x)[f] = select(vec4f(0.0), value, choice <= vec4u(bound));
  }
//@ end
}

fn relu(a: vec4f) -> vec4f { return select(a, vec4f(0.0), a < vec4f(0.0)); } // keeps NaN: divergence must show

@compute @workgroup_size(${THREADS})
fn train(
  @builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32, @builtin(num_workgroups) grid: vec3u,
) {
  let instance = workgroup.x;
  let own = instances[instance];
  let table = instance * TABLE;
  for (var e = thread; e < P; e += THREADS) {
    weights[e] = parameters[instance * P + e];
    first[e] = moments[instance * 2u * P + e];
    second[e] = moments[(instance * 2u + 1u) * P + e];
  }
  workgroupBarrier();
  //@ if SKIPPING
  //@ for k in 1..ENTRIES
  bound$k = task_table[table + ${k}u];
  //@ end
  //@ end
  let start = progress[1];
  let steps = progress[0];
  let dumped = progress[2];
  //@ for f in 0..N
  let importance$f = bitcast<f32>(task_table[table + 2u * ENTRIES + ${f}u]);
  //@ end

  for (var step = start; step < start + steps; step++) {
    //@ for f in 0..N
    //@ for h in 0..M
    let w${f}_$h = weights[${f}u * M + ${h}u];
    var gw${f}_$h = 0.0;
    //@ if UNTIED
    let v${f}_$h = weights[V_START + ${f}u * M + ${h}u];
    var gv${f}_$h = 0.0;
    //@ else
    let v${f}_$h = w${f}_$h;
    //@ end
    //@ end
    let bias$f = weights[B_START + ${f}u];
    var gb$f = 0.0;
    //@ end
    var loss = 0.0;
    for (var group = thread; group < GROUPS; group += THREADS) {
      var x: array<vec4f, N>;
      draw(&x, table, group, step, own.data_seed);
      for (var f = 0u; f < dumped; f++) { drawn[f * GROUPS + group] = x[f]; }
      let weight = select(vec4f(0.0), vec4f(1.0 / f32(BATCH)), vec4u(group * 4u) + vec4u(0u, 1u, 2u, 3u) < vec4u(BATCH));
      //@ for f in 0..N
      let x$f = x[$f];
      //@ end
      //@ for h in 0..M
      var h$h = vec4f(0.0);
      var back$h = vec4f(0.0);
      //@ for f in 0..N
      h$h += x$f * w${f}_$h;
      //@ end
      //@ if HIDDEN_RELU
      h$h = relu(h$h);
      //@ end
      //@ end
      //@ for f in 0..N
      {
        var a = vec4f(bias$f);
        //@ for h in 0..M
        a += h$h * v${f}_$h;
        //@ end
        let wanted = answer(x$f, x[(${f}u + 1u) % N]);
        //@ if OUTPUT_RELU
        let error = relu(a) - wanted;
        //@ else
        let error = a - wanted;
        //@ end
        let weighted = weight * (importance$f * error);
        loss += dot(weighted, error);
        //@ if OUTPUT_RELU
        let g = select(vec4f(0.0), 2.0 * weighted, a > vec4f(0.0));
        //@ else
        let g = 2.0 * weighted;
        //@ end
        gb$f += (g.x + g.y) + (g.z + g.w);
        //@ for h in 0..M
        back$h += g * v${f}_$h;
        //@ if UNTIED
        gv${f}_$h += dot(g, h$h);
        //@ else
        gw${f}_$h += dot(g, h$h);
        //@ end
        //@ end
      }
      //@ end
      //@ for h in 0..M
      //@ if HIDDEN_RELU
      back$h = select(vec4f(0.0), back$h, h$h > vec4f(0.0));
      //@ end
      //@ for f in 0..N
      gw${f}_$h += dot(x$f, back$h);
      //@ end
      //@ end
    }

    let mine = thread * (P + 1u);
    //@ for f in 0..N
    //@ for h in 0..M
    partial[mine + ${f}u * M + ${h}u] = gw${f}_$h;
    //@ if UNTIED
    partial[mine + V_START + ${f}u * M + ${h}u] = gv${f}_$h;
    //@ end
    //@ end
    partial[mine + B_START + ${f}u] = gb$f;
    //@ end
    partial[mine + P] = loss;
    workgroupBarrier();

    let rate = own.learning_rate * schedule[step * 3u];
    let decay = 1.0 - rate * own.weight_decay;
    let step_size = rate * schedule[step * 3u + 1u];
    let correction2 = schedule[step * 3u + 2u];
    for (var e = thread; e <= P; e += THREADS) {
      var g = 0.0;
      for (var t = 0u; t < THREADS; t++) { g += partial[t * (P + 1u) + e]; }
      if (e == P) {
        losses[(step % (arrayLength(&losses) / grid.x)) * grid.x + instance] = g;
      } else {
        if (dumped > 0u) { // the gradient, and no update
          first[e] = g;
          continue;
        }
        let mu = own.beta1 * first[e] + own.rest1 * g;
        let nu = own.beta2 * second[e] + own.rest2 * g * g;
        first[e] = mu;
        second[e] = nu;
        weights[e] = weights[e] * decay - step_size * mu / (sqrt(nu * correction2) + own.epsilon);
      }
    }
    workgroupBarrier();
  }

  for (var e = thread; e < P; e += THREADS) {
    parameters[instance * P + e] = weights[e];
    moments[instance * 2u * P + e] = first[e];
    moments[(instance * 2u + 1u) * P + e] = second[e];
  }
}
