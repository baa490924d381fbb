import { expose } from 'comlink'
import { judge } from '../src/science/claims/registry'

expose(judge)
