/**
 * Links of released schema versions. They must open for ever, as exactly these experiments with exactly these runs:
 * add to this list, never change it. A failure here means that links people have shared would break.
 */
export interface GoldenLink {
  readonly link: string
  readonly draft: Readonly<Record<string, unknown>> // what the link says, as JSON
  readonly experimentId: string
  readonly runs: number
  readonly firstRunId: string
}

export const goldenLinks: readonly GoldenLink[] = [
  {
    link: '#1.q1YqSSzOVrKqVsrOzEtRslIqSk1OzMlRqq0FAA.4ce3864b42f3',
    draft: { task: { kind: 'recall' } },
    experimentId: '4ce3864b42f3051a', runs: 9, firstRunId: '524ba35a0b22bc1b',
  },
  {
    link: '#1.q1YqSSzOVrKqVsrOzEtRslIqSk3OzysuKSpNLsnMz1OqrQUA.b0b85b6937a3',
    draft: { task: { kind: 'reconstruction' } },
    experimentId: 'b0b85b6937a30f6e', runs: 3, firstRunId: '9ea70472d35cbfd7',
  },
  {
    link: '#1.q1YqSSzOVrKqVsrOzEtRslJKTCrOzyktSdUtS8wpTVWqrQUA.573f679a411e',
    draft: { task: { kind: 'absolute-value' } },
    experimentId: '573f679a411eea05', runs: 9, firstRunId: '1f6b055e05468a71',
  },
  {
    link: '#1.bVFBbtswEPyKsGfGoGzLroSiPbRA783RzoEWtxERiWTJZd1WENA8oMcCveVSoD_oB_KUoPc8IUsF9ikEBCyHs7Oj2REGVDEFHNASNCPgF9UnRcbZSzX4HiM0m7UAH9wh19tJwOA09pnbGa3RQgO9sagCCLgxVvNdJXJoW-Zl0CXyicVPNJb4nDDmGZlb7PnqCPUeiv2-OD295c6IqHnoCK1L2d5SgFakoJECjDWMrJf1ut5sl3XFqrFTPpscz9VuBI2eOmhKARZTcJbRlYCj0RldTeJFRnVmVNMVK5OKN1n3EyrisN4929myi8G7QMq2OIf31Ts7B7krF9XVOQ_vjpwE65zyOUTXJ8KLHDbmH_UqREPfuFEKuSiXq3W12b6q5VwxUuczOzHU8yz4EO7_3d-hKP7_-ftw-_Ph9lfxePf7R_H68Ib1KCjOx15nUwdFbXdpvnNXyY57XkF--qiIkZ1cyHzKPJU_KVdsO7Yd6jTPaV3krWWLhJ6TYUOcjQpD8rwG7oEjmuuO3mOr2P6FXFTT9AQ.f327de778a21',
    draft: {
      title: 'Größe, 大きさ 😀 <b>', question: 'a "quoted" \\ question?',
      task: { kind: 'absolute-value', featureCount: 7, sparsity: [0, 0.123456789012345, 0.99999], importance: { kind: 'power', exponent: [1.5] } },
      model: { kind: 'autoencoder', hidden: 'linear', output: 'linear' },
      shapes: { shapes: [{ width: 3, depth: 1, neurons: 3 }, { width: 5, depth: 1, neurons: 5 }] },
      training: { learningRate: [1e-6, 0.1, 3e-3], weightDecay: -0.5, schedule: 'cosine', warmup: 0.1, steps: 123, batchSize: 17 },
      seeds: { init: 4294967295, data: 0, count: 2 }, measurement: { probes: 7, evaluationSamples: 64 },
    },
    experimentId: 'f327de778a21b056', runs: 36, firstRunId: '0ecdf503318c3017',
  },
  {
    link: '#1.XY-9CsJAEITfZesr_AmCKbUXwcJCLFZvTI4ke2GzV4W8u5tObL_5GGZmGnJET_VML2V5t7c396CasoACYXghxiSNE1NOgvhLL1kHT4okc5yLjcVOiSeqTQuCB3_qdgk0tTzClZkiRmupfmxD9QwkKJplukLvKa58F2hk5QEGPZXYwFZ3s6tCtTkenl5lPHVr0QdsRXHORdzZ7wN1SaIvU_idnpblCw.3ca16c6c11ff',
    draft: {
      task: { kind: 'recall', featureCount: 33 },
      model: { embedding: 'trained', embeddingNorm: 'unit', unembeddingNorm: 1, outputBias: true, branchScale: 'one' },
      shapes: { parameterBudget: [1024, 4096], depth: [1, 4], neuronsPerWidth: 2 },
    },
    experimentId: '3ca16c6c11ff716d', runs: 12, firstRunId: 'f135305bafe141bb',
  },
  {
    link: '#1.RY2xCsMwDET_RbMJSbd67WeUDMZWGxEiG1mmlOB_r1wKRctxend3Qt1CwQr-r-4nJCy6gV8cMDbJbK7pF6Wv29fuQEPdR-qBQZvgLTdW8BcHdJQsGjjieO_ECTw8MR-oQhEcSFDKNjNPi7ObR9sPE4w2ptKiIWxsLUEq6Xvgbp6ua-8f.c5e5b0f6d56d',
    draft: {
      task: { kind: 'reconstruction', featureCount: 2, sparsity: [0, 0.9], importance: { kind: 'geometric', ratio: [0.1, 1, 10] } },
      shapes: { shapes: [{ width: 1, depth: 1, neurons: 1 }] },
    },
    experimentId: 'c5e5b0f6d56dd600', runs: 18, firstRunId: '2c811c0eef670da1',
  },
]
