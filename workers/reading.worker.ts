import { expose, transfer } from 'comlink'
import { buffersOf, readChosenFile, type ReadChosenFile } from '../src/runner/keeping/chosen-file'

/** Weights and arrays move to the page; copied they would be there twice. */
const read: ReadChosenFile = async (file) => {
  const content = await readChosenFile(file)
  return content.ok ? transfer(content, buffersOf(content.value)) : content
}

expose(read)
