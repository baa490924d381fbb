import { openCpuEngine } from '../../src/engine/cpu/cpu-engine'
import { describeEngine } from './engine-suite'

describeEngine('cpu', openCpuEngine, { stackedEqualsAlone: 'to the bit' })
