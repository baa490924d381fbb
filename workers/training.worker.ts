import { browserHost } from '../src/engine/browser-host'
import { exposeTrainer } from '../src/engine/expose-trainer'
import { createTrainerService } from '../src/engine/trainer-service'
import { holdLifeline } from '../src/protocol/lifeline'

holdLifeline(self, navigator.locks ?? null)
exposeTrainer(createTrainerService(browserHost))
