// PostGraphile calls it and asks for Node 22; on Node 20 it starts without and then fails every question of data.
Promise.withResolvers ??= function withResolvers() {
  const made = {};
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
