/** Counts what a page holds on the GPU and reads back from it, by watching the WebGPU objects themselves. */
export interface GpuAccount {
  liveBuffers: number
  liveBytes: number
  readBackBytes: number
  bindGroups: number
}

/** From here on every buffer, bind group and mapping of this page is counted in the returned object. */
export function watchGpu(): GpuAccount {
  const account: GpuAccount = { liveBuffers: 0, liveBytes: 0, readBackBytes: 0, bindGroups: 0 }
  const live = new WeakSet<GPUBuffer>()
  const { createBuffer, createBindGroup } = GPUDevice.prototype
  const { destroy, mapAsync } = GPUBuffer.prototype
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor)
    live.add(buffer)
    account.liveBuffers += 1
    account.liveBytes += descriptor.size
    return buffer
  }
  GPUDevice.prototype.createBindGroup = function (descriptor) {
    account.bindGroups += 1
    return createBindGroup.call(this, descriptor)
  }
  GPUBuffer.prototype.destroy = function () {
    if (live.delete(this)) {
      account.liveBuffers -= 1
      account.liveBytes -= this.size
    }
    return destroy.call(this)
  }
  GPUBuffer.prototype.mapAsync = function (mode, offset, size) {
    if (mode === GPUMapMode.READ) account.readBackBytes += size ?? this.size
    return mapAsync.call(this, mode, offset, size)
  }
  return account
}
