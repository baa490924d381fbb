// Trains small autoencoders (science/models/autoencoder.ts): one workgroup is one model, a dispatch is as many steps as
// `progress[0]` says. Everything is unrolled over n and m: an invocation keeps all weights and all gradient sums in
// registers, takes four samples at a time as vec4f (one Philox call per feature gives the four), and meets the others
// twice per step: partial sums go to workgroup storage, are added in a fixed order, and the same invocation takes the
// Adam step (stages/adam.wgsl) of the entries it added.
//
// bindings  0 parameters [i, P] f32             4 progress [3] u32: steps to take, the first of them,
//                                                 and for tests n instead of 0 (see `drawn`)
//           1 moments [i, 2, P] f32             5 schedule [t, 3] f32 (science/training/schedule.ts)
//           2 instances [i]                     6 losses [t mod RING, i] f32
//           3 task_table [i, TABLE] u32         7 drawn [f, 4·GROUPS] f32: the inputs, where
//             (stages/feature-law.wgsl)           progress[2] is n; then nothing is updated
// workgroup THREADS invocations: 4 on software adapters, where they are one SIMD group and a barrier costs as much as
//           a feature; on GPUs as many as partial sums fit 16 KiB of workgroup storage, at most 64.
// grid      (i)

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
const FEATURES = ${FEATURES}u;
const WIDTH = ${WIDTH}u;
const P = ${P}u; // W [f, h], V [f, h] unless tied, b [f]: all trainable
const V_START = ${V_START}u;
const B_START = ${B_START}u;
const ENTRIES = ${ENTRIES}u;
const TABLE = ${TABLE}u;

var<workgroup> weights: array<f32, P>;
var<workgroup> first: array<f32, P>;
var<workgroup> second: array<f32, P>;
var<workgroup> partial: array<f32, ${PARTIALS}>; // [thread, P + 1], the last is the loss

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
  load_bounds(table);
//@ end
  let start = progress[1];
  let steps = progress[0];
  let dumped = progress[2];
  //@ for f in 0..FEATURES
  let importance$f = bitcast<f32>(task_table[table + 2u * ENTRIES + ${f}u]);
  //@ end

  for (var step = start; step < start + steps; step++) {
    //@ for f in 0..FEATURES
    //@ for h in 0..WIDTH
    let w${f}_$h = weights[${f}u * WIDTH + ${h}u];
    var gw${f}_$h = 0.0;
    //@ if UNTIED
    let v${f}_$h = weights[V_START + ${f}u * WIDTH + ${h}u];
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
      var x: array<vec4f, FEATURES>;
      draw(&x, table, group, step, own.data_seed);
      for (var f = 0u; f < dumped; f++) { drawn[f * GROUPS + group] = x[f]; }
      let weight = weight_of(group * 4u);
      //@ for f in 0..FEATURES
      let x$f = x[$f];
      //@ end
      //@ for h in 0..WIDTH
      var h$h = vec4f(0.0);
      var back$h = vec4f(0.0);
      //@ for f in 0..FEATURES
      h$h += x$f * w${f}_$h;
      //@ end
      //@ if HIDDEN_RELU
      h$h = relu(h$h);
      //@ end
      //@ end
      //@ for f in 0..FEATURES
      {
        var a = vec4f(bias$f);
        //@ for h in 0..WIDTH
        a += h$h * v${f}_$h;
        //@ end
        let output = graded(a, x$f, x[(${f}u + 1u) % FEATURES], importance$f, weight);
        loss += dot(output.weighted, output.error);
        let g = output.back;
        gb$f += (g.x + g.y) + (g.z + g.w);
        //@ for h in 0..WIDTH
        back$h += g * v${f}_$h;
        //@ if UNTIED
        gv${f}_$h += dot(g, h$h);
        //@ else
        gw${f}_$h += dot(g, h$h);
        //@ end
        //@ end
      }
      //@ end
      //@ for h in 0..WIDTH
      //@ if HIDDEN_RELU
      back$h = select(vec4f(0.0), back$h, h$h > vec4f(0.0));
      //@ end
      //@ for f in 0..FEATURES
      gw${f}_$h += dot(x$f, back$h);
      //@ end
      //@ end
    }

    let mine = thread * (P + 1u);
    //@ for f in 0..FEATURES
    //@ for h in 0..WIDTH
    partial[mine + ${f}u * WIDTH + ${h}u] = gw${f}_$h;
    //@ if UNTIED
    partial[mine + V_START + ${f}u * WIDTH + ${h}u] = gv${f}_$h;
    //@ end
    //@ end
    partial[mine + B_START + ${f}u] = gb$f;
    //@ end
    partial[mine + P] = loss;
    workgroupBarrier();

    let update = update_at(step, own);
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
        let after = adam(Adam(weights[e], first[e], second[e]), g, update);
        first[e] = after.mu;
        second[e] = after.nu;
        weights[e] = after.parameter;
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
