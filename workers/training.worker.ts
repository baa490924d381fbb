import { browserHost } from '../src/engine/browser-host'
import { exposeTrainer } from '../src/engine/expose-trainer'
import { createTrainerService } from '../src/engine/trainer-service'

exposeTrainer(createTrainerService(browserHost))
